import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span, Tracing } from '../tracing.js';
import { routeOf } from './answering.js';
import { API_PREFIX, GRAPHQL_PATH } from './path.js';
import type { TellEnd } from './request-ends.js';

const span = Symbol('docket.span');
type Traced = FastifyRequest & { [span]?: Span | undefined };

/** By what the request's part of a trace is known; undefined: it is recorded in none. */
export const traceparentOf = (request: FastifyRequest): string | undefined => (request as Traced)[span]?.traceparent;

/** Health, metrics and documentation are asked for all the time, and tell nothing. */
const isTold = (route: string): boolean => route.startsWith(API_PREFIX) || route === GRAPHQL_PATH;

/** Tells of each request to an operation, as a part of the trace that its sender names. */
export const traceRequests = (server: FastifyInstance, tracing: Tracing): void => {
  server.addHook('onRequest', (request, _reply, done) => {
    const route = routeOf(request);
    const { method, id, headers } = request;
    if (isTold(route))
      (request as Traced)[span] = tracing.begin(`${method} ${route}`, {
        kind: 'server',
        parent: headers['traceparent'] as string | undefined,
        attributes: { 'http.request.method': method, 'http.route': route, 'docket.request_id': id },
      });
    done();
  });
};

/** Ends the request's part of its trace. */
export const endTrace: TellEnd = (request, _reply, status) =>
  (request as Traced)[span]?.end({ 'http.response.status_code': status }, status >= 500 ? 'failed' : undefined);
