import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { freshId } from '@docket/deciding';
import type { IncomingMessage } from 'node:http';
import { routeOf, sendProblem } from './answering.js';
import { problem } from '../problems/problem.js';
import { saneRequestId } from './headers.js';
import type { Log } from './log.js';
import type { TellEnd } from './request-ends.js';
import { secure } from './security-headers.js';

/** The request's id: the caller's, where it is sane, else a new one (v7: it sorts by time). It is answered, logged, and stands in the events as correlationId. */
export const requestId = (raw: IncomingMessage): string => saneRequestId(raw.headers['x-request-id']) ?? freshId();

const WITHOUT_HOST = problem(400, 'request.malformed', 'the header has no Host');
/** Node.js refuses it too, but with an answer of its own. */
const isWithoutHost = ({ headers, raw }: FastifyRequest): boolean => headers.host === undefined && raw.httpVersion === '1.1';

/** What every answer has, whoever makes it. */
export const beginAnswer = (request: FastifyRequest, reply: FastifyReply): void => {
  secure(request, reply);
  reply.header('x-request-id', request.id);
};

/** Answers the id, and refuses what Fastify would take and HTTP does not. */
export const beginRequests = (server: FastifyInstance): void => {
  server.addHook('onRequest', (request, reply, done) => {
    beginAnswer(request, reply);
    if (isWithoutHost(request)) sendProblem(request, reply, WITHOUT_HOST);
    else done();
  });
};

/** One line, and one observation, for each request that is over. */
export const tellOfRequests =
  (log: Log, observe: (method: string, route: string, status: number, seconds: number) => void): TellEnd =>
  (request, reply, status) => {
    const route = routeOf(request);
    const { method } = request;
    observe(method, route, status, reply.elapsedTime / 1_000);
    log.info({ requestId: request.id, method, route, status, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'request');
  };
