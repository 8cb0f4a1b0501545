import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { BODY_BYTES_MAX, DRAINED_BYTES_MAX } from '../limits.js';
import { type Problem, problem } from '../problems/problem.js';
import { sendFailure, sendProblem } from './answering.js';
import type { Log } from './log.js';
import { matchesPath } from './path.js';

/** A path that is offered, and a method on it. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Which methods an address would have answered to. HEAD goes wherever GET goes. */
const methodsAt = (routes: readonly Route[]): ((address: string) => readonly string[]) => {
  const matchers = routes.map(({ method, path }) => ({ method, matches: matchesPath(path) }));
  return (address) => {
    const methods = matchers.filter(({ matches }) => matches(address)).map(({ method }) => method);
    return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort();
  };
};

const BY_FASTIFY_CODE: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: problem(413, 'body.tooLarge', `the body is larger than ${BODY_BYTES_MAX} bytes`),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: problem(415, 'mediaType.unsupported', 'send the body as application/json'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: problem(400, 'body.cutShort', 'the body is not as long as Content-Length says'),
  FST_ERR_BAD_URL: problem(400, 'address.malformed', 'the address has a % that begins no character'),
  FST_ERR_MAX_PARAM_LENGTH: problem(414, 'address.tooLong', 'a part of the address is too long'),
};

const fastifyCode = (error: unknown): string => {
  const from = error instanceof HttpException ? error.cause : error;
  return typeof from === 'object' && from !== null && 'code' in from ? String(from.code) : '';
};

/** The problem of an error that Fastify or Nest raised before an operation was reached; undefined: of another kind. */
export const frameworkProblem = (error: unknown): Problem | undefined => {
  const known = BY_FASTIFY_CODE[fastifyCode(error)];
  if (known) return known;
  if (!(error instanceof HttpException)) return undefined;
  const status = error.getStatus();
  return status < 500 ? problem(status, 'request.malformed', 'the request is malformed') : undefined;
};

/** What does not say how much it will be is taken as far, piece by piece. */
const drain = (raw: IncomingMessage): void => {
  let left = DRAINED_BYTES_MAX;
  raw.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) raw.destroy();
  });
};

const isDrained = (request: FastifyRequest): boolean => Number(request.headers['content-length']) <= DRAINED_BYTES_MAX;

/** Everything that was thrown on the way of a request becomes a problem here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #methodsAt: (address: string) => readonly string[];

  constructor(
    routes: readonly Route[],
    private readonly log: Log,
  ) {
    this.#methodsAt = methodsAt(routes);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Whoever sent it has gone: there is nobody to answer, and nothing is wrong here.
    if (request.raw.destroyed && !request.raw.complete)
      return this.log.debug({ requestId: request.id }, 'the caller went before the body was sent');
    if (error instanceof NotFoundException) return this.unknownRoute(request, reply);
    const known = frameworkProblem(error);
    if (known?.code === 'body.tooLarge') this.takeTheRest(request, reply);
    if (known) sendProblem(request, reply, known);
    else sendFailure(request, reply, error, this.log);
  }

  /** Fastify closes the connection, which whoever is still sending meets before the answer; where it stays open, Node.js reads on and throws away. */
  private takeTheRest(request: FastifyRequest, reply: FastifyReply): void {
    const inPieces = request.headers['content-length'] === undefined;
    if (inPieces) drain(request.raw);
    if (inPieces || isDrained(request)) reply.removeHeader('connection');
  }

  private unknownRoute(request: FastifyRequest, reply: FastifyReply): void {
    const methods = this.#methodsAt(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0)
      return sendProblem(request, reply, problem(404, 'route.unknown', 'nothing is offered at this address; see /docs'));
    reply.header('allow', methods.join(', '));
    sendProblem(request, reply, problem(405, 'method.notAllowed', `this address takes ${methods.join(', ')}`));
  }
}
