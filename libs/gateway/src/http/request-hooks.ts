import type { FastifyInstance } from 'fastify';
import { freshId } from '@docket/deciding';
import type { IncomingMessage } from 'node:http';
import { routeOf } from './answering.js';
import { saneRequestId } from './headers.js';
import type { Log } from './log.js';

/** The request's id: the caller's, where it is sane, else a new one (v7: it sorts by time). It is answered, logged, and stands in the events as correlationId. */
export const requestId = (raw: IncomingMessage): string => saneRequestId(raw.headers['x-request-id']) ?? freshId();

/** Answers the id, and tells of each request when it is over. */
export const watchRequests = (
  server: FastifyInstance,
  log: Log,
  observe: (method: string, route: string, status: number, seconds: number) => void,
): void => {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const { method } = request;
    observe(method, route, reply.statusCode, reply.elapsedTime / 1_000);
    log.info({ requestId: request.id, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'request');
    done();
  });
};
