import { freshId } from '@docket/deciding';
import type { Socket } from 'node:net';
import { type Problem, problem } from '../problems/problem.js';
import type { Log } from './log.js';
import { answerRaw, rawStatusOn } from './raw-answer.js';

const PROBLEMS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: problem(431, 'header.tooLarge', 'the header is too large'),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, 'request.tooSlow', 'the request did not come to its end in time'),
};
const MALFORMED = problem(400, 'request.malformed', 'this is no proper HTTP');

/** Answers what the HTTP parser could not read. Whether the caller has given an id can't be said, so it gets a new one. */
export const answerClientErrors =
  (log: Log) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    // What still comes is no request either. Ended at once, the connection would be reset under the answer.
    if (rawStatusOn(socket) !== undefined) return;
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const answer = PROBLEMS[error.code ?? ''] ?? MALFORMED;
    const requestId = freshId();
    log.info({ requestId, status: answer.status, code: answer.code }, 'no request could be read');
    answerRaw(socket, answer, requestId);
  };
