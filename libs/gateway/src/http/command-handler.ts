import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type Refusal } from '@docket/deciding';
import { endOf } from '../command-end.js';
import { type CountCommand, counted } from '../counted-change.js';
import { type CommandAnswer, commandDispatch, type DispatchServices, noId } from '../dispatch.js';
import { type Envelope, newEnvelope } from '../new-envelope.js';
import type { CommandOperation } from '../operation.js';
import { refusalProblem } from '../problems/refusal-problem.js';
import { uuidOf } from '../uuid.js';
import { inputReader } from '../validation/input-reader.js';
import { sendBody, sendProblem } from './answering.js';
import { requestCaller } from './authentication.js';
import { givenOnce } from './given-once.js';
import { etagOf, idempotencyKeyOf, revisionOf, viaOf } from './headers.js';
import { API_PREFIX, parametersOf } from './path.js';
import { traceparentOf } from './request-traces.js';
import { withoutParameters } from './unheard-parameters.js';

export type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface CommandServices extends Pick<DispatchServices, 'commandBus' | 'streams'> {
  readonly countCommand: CountCommand;
}

/** The body and the path's parameters but the target's id, which no command has among its fields. */
const inputOf = (body: unknown, params: Readonly<Record<string, string>>, names: readonly string[]): unknown => {
  if (body === undefined && names.length === 0) return {};
  if (names.length === 0 || (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body)))) return body;
  if (body !== undefined) givenOnce(body, names);
  return { ...body, ...Object.fromEntries(names.map((name) => [name, params[name]])) };
};

export const envelopeFrom = (request: FastifyRequest, target: string | undefined): Envelope => {
  const { headers, id } = request;
  const idempotencyKey = idempotencyKeyOf(headers['idempotency-key']);
  const expectedRevision = revisionOf(headers['if-match']);
  return newEnvelope(viaOf(headers['docket-via']), id, {
    target,
    idempotencyKey,
    expectedRevision,
    traceparent: traceparentOf(request),
  });
};

/** How an operation's command is taken from a request, dispatched on the CommandBus and answered. */
export const commandHandler = (operation: CommandOperation, services: CommandServices): Handle => {
  const dispatch = commandDispatch(operation, services);
  const spec = Object.values(operation.decider.commands).find(({ command }) => command === operation.command);
  if (!spec)
    throw new Error(`${operation.name}: ${operation.command.name} is not a command of the decider of ${operation.decider.category}`);
  const reader = inputReader(operation.command);
  const parameters = parametersOf(operation.path);
  const targeted = parameters.includes('id');
  const inPath = parameters.filter((name) => name !== 'id');
  const createdStatus = spec.creates === undefined ? 200 : 201;

  const execute = async (request: FastifyRequest): Promise<CommandAnswer | Refusal> => {
    withoutParameters(request.query);
    const params = request.params as Readonly<Record<string, string>>;
    const command = reader.read(inputOf(request.body, params, inPath));
    const target = targeted ? uuidOf(params['id']) : undefined;
    if (targeted && target === undefined) return noId(operation);
    return dispatch(command, envelopeFrom(request, target), requestCaller(request));
  };

  const change = counted(operation.name, services.countCommand, ({ outcome }) => endOf(outcome), execute);

  return async (request, reply) => {
    const answer = await change(request);
    if (isRefusal(answer)) return sendProblem(request, reply, refusalProblem(answer));
    const { outcome, body } = answer;
    const created = createdStatus === 201 && (outcome.changed || outcome.repeated);
    if (created) reply.header('location', `${API_PREFIX}${operation.path}/${outcome.target}`);
    reply.header('etag', etagOf(outcome.revision));
    sendBody(reply, created ? 201 : 200, body);
  };
};
