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
import { givenOnce } from './given-once.js';
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
  const inPath = parametersOf(operation.path);
  const asked = preferred(operation.mediaTypes ?? {});
  const inHeaders = Object.entries(operation.headers ?? {});
  const parameters = ({ query, params, headers }: FastifyRequest): Parameters => {
    givenOnce(query as Parameters, inPath);
    const own = inPath.length > 0 ? { ...(query as Parameters), ...(params as Parameters) } : (query as Parameters);
    const implied = asked(headers.accept);
    const said = inHeaders.filter(([header]) => headers[header] !== undefined);
    if (!implied && said.length === 0) return own;
    const unheard = new Set(said.flatMap(([, names]) => names));
    const heard = Object.entries({ ...implied, ...own }).filter(([name]) => !unheard.has(name));
    return Object.fromEntries([...heard, ...said.map(([header, [name]]) => [name, headers[header]] as const)]) as Parameters;
  };
  const dispatch = queryDispatch(operation, { queryBus });
  /** By the header that stood for a parameter. */
  const told = (error: unknown, { headers }: FastifyRequest): unknown =>
    renamed(error, Object.fromEntries(inHeaders.flatMap(([header, [name]]) => (headers[header] === undefined ? [] : [[name, header]]))));
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
