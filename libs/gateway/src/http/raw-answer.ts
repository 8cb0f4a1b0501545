import type { Duplex } from 'node:stream';
import { REFUSED_LINGER_MS } from '../limits.js';
import { PROBLEM_MEDIA_TYPE, type Problem } from '../problems/problem.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** A problem as HTTP is written. */
const textOf = (answer: Problem, requestId: string, headers: Readonly<Record<string, string | number>>): string => {
  const body = JSON.stringify({ ...answer, instance: requestId });
  const fields = {
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    ...SECURITY_HEADERS,
    ...headers,
    connection: 'close',
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${answer.status} ${answer.title}`, ...lines, '', body].join('\r\n');
};

const statuses = new WeakMap<Duplex, number>();

/** What was answered on a connection where Fastify had no part; undefined: nothing. */
export const rawStatusOn = (socket: Duplex): number | undefined => statuses.get(socket);

/** Answers where Fastify has no part: what could not be read, and connections that were to become WebSockets. It is the last answer there. */
export const answerRaw = (
  socket: Duplex,
  answer: Problem,
  requestId: string,
  headers: Readonly<Record<string, string | number>> = {},
): void => {
  statuses.set(socket, answer.status);
  socket.end(textOf(answer, requestId, headers));
  const cut = setTimeout(() => socket.destroy(), REFUSED_LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
};
