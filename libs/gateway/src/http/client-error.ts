import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE, type Problem, problem } from '../problems/problem.js';

const PROBLEMS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: problem(431, 'header.tooLarge', 'the header is too large'),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, 'request.tooSlow', 'the request did not come to its end in time'),
};
const MALFORMED = problem(400, 'request.malformed', 'this is no proper HTTP');

/** Answers what the HTTP parser could not read; there is no request yet, and so no id. */
export const answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = PROBLEMS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify(answer);
  socket.end(
    `HTTP/1.1 ${answer.status} ${answer.title}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
