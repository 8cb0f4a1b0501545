import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { rawStatusOn } from './raw-answer.js';

/** nginx's status for a client that left before its answer had come to the end. It stands in the log and in metrics; nobody was sent it. */
export const CLIENT_LEFT = 499;
/** What an answer comes to that broke off behind its beginning, and not because its client left. */
const BROKEN_OFF = 500;

/** Told once of each request, when it is over: `status` is what was answered (408 while the body was still to come), CLIENT_LEFT, or 500 for what was broken off. */
export type TellEnd = (request: FastifyRequest, reply: FastifyReply, status: number) => void;

const open = Symbol('docket.open');
const broken = Symbol('docket.broken');
type Answer = ServerResponse & { [open]?: FastifyReply | undefined; [broken]?: boolean };

/** If this answer does not come to its end now, it is not because its client left. */
export const breaksOff = ({ raw }: FastifyReply): void => {
  (raw as Answer)[broken] = true;
};

/** Tells of the end of each request. Fastify's onResponse comes for answers that are sent to their end; its onRequestAbort does not come for those who leave when
 *  their body has been read. */
export const watchEnds = (server: FastifyInstance, ends: readonly TellEnd[]): { breakOffAll(): void } => {
  let cut = false;
  // One for all requests: it is added to each of them.
  const closed = function (this: Answer): void {
    const reply = this[open];
    if (!reply) return;
    this[open] = undefined;
    const status = cut || this[broken] ? BROKEN_OFF : (rawStatusOn(this.req.socket) ?? CLIENT_LEFT);
    for (const tell of ends) tell(reply.request, reply, status);
  };
  server.addHook('onRequest', (_request, reply, done) => {
    (reply.raw as Answer)[open] = reply;
    reply.raw.on('close', closed);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    (reply.raw as Answer)[open] = undefined;
    for (const tell of ends) tell(request, reply, reply.statusCode);
    done();
  });
  return { breakOffAll: () => void (cut = true) };
};
