import type { QueryBus } from '@nestjs/cqrs';
import { isRefusal } from '@docket/deciding';
import type { FastifyRequest } from 'fastify';
import { queryDispatch } from '../dispatch.js';
import { MediaStream, type QueryOperation } from '../operation.js';
import { refusalProblem } from '../problems/refusal-problem.js';
import { renamed } from '../problems/renamed.js';
import { inputReader } from '../validation/input-reader.js';
import { type Parameters, parametersReader } from '../validation/parameters.js';
import { sendBody, sendProblem } from './answering.js';
import { requestCaller } from './authentication.js';
import type { Handle } from './command-handler.js';
import { etagOf } from './headers.js';
import { preferred } from './media-type.js';
import type { OpenStreams } from './open-streams.js';
import { parametersOf } from './path.js';

export interface QueryServices {
  readonly queryBus: QueryBus;
  readonly openStreams: OpenStreams;
}

/** How an operation's query is taken from a request, dispatched on the QueryBus and answered. */
export const queryHandler = (operation: QueryOperation, { queryBus, openStreams }: QueryServices): Handle => {
  const read = parametersReader(inputReader(operation.query));
  const inPath = parametersOf(operation.path).length > 0;
  const asked = preferred(operation.mediaTypes ?? {});
  const inHeaders = Object.entries(operation.headers ?? {});
  const parameters = ({ query, params, headers }: FastifyRequest): Parameters => {
    const own = inPath ? { ...(query as Parameters), ...(params as Parameters) } : (query as Parameters);
    const implied = asked(headers.accept);
    const said = inHeaders.flatMap(([header, name]) => (headers[header] === undefined ? [] : [[name, headers[header]]]));
    return implied || said.length > 0 ? { ...implied, ...own, ...(Object.fromEntries(said) as Parameters) } : own;
  };
  const dispatch = queryDispatch(operation, { queryBus });
  /** By the header that stood for a parameter. */
  const told = (error: unknown, { headers }: FastifyRequest): unknown =>
    renamed(error, Object.fromEntries(inHeaders.flatMap(([header, name]) => (headers[header] === undefined ? [] : [[name, header]]))));
  return async (request, reply) => {
    try {
      const answer = await dispatch(read(parameters(request)), requestCaller(request));
      if (isRefusal(answer)) return sendProblem(request, reply, refusalProblem(answer));
      if (answer.revision !== undefined) reply.header('etag', etagOf(answer.revision));
      if (answer.body instanceof MediaStream) openStreams.send(request, reply, answer.body);
      else sendBody(reply, 200, answer.body);
    } catch (error) {
      throw told(error, request);
    }
  };
};
