import type { FastifyReply, FastifyRequest } from 'fastify';
import { JsonText, MediaText } from '../operation.js';
import { failureProblem } from '../problems/failure-problem.js';
import { PROBLEM_MEDIA_TYPE, type Problem } from '../problems/problem.js';
import type { Log } from './log.js';

export const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';

/** The route as it is written, never the address that was asked: an address may name a person. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? '(none)';

export const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: Problem): void => {
  reply
    .code(problem.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    // As bytes: to a text Fastify adds a charset, which the media type does not have.
    .send(Buffer.from(JSON.stringify({ ...problem, instance: request.id })));
};

export const sendFailure = (request: FastifyRequest, reply: FastifyReply, error: unknown, log: Log): void => {
  const { problem, retryAfterSeconds, unexpected } = failureProblem(error);
  if (unexpected) log.error({ requestId: request.id, method: request.method, route: routeOf(request), err: error }, 'a request failed');
  else if (problem.status >= 500)
    log.warn(
      { requestId: request.id, method: request.method, route: routeOf(request), code: problem.code },
      'a request could not be answered now',
    );
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  sendProblem(request, reply, problem);
};

export const sendBody = (reply: FastifyReply, status: number, body: object): void => {
  reply.code(status);
  if (body instanceof MediaText) reply.header('content-type', body.mediaType).send(body.text);
  else reply.header('content-type', JSON_MEDIA_TYPE).send(body instanceof JsonText ? body.text : JSON.stringify(body));
};
