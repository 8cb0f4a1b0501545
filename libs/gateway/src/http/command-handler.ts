import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CommandEnvelope, isRefusal, type Outcome, type Refusal, type StreamLoader, withEnvelope } from '@docket/deciding';
import { notFound } from '../document-answer.js';
import type { CommandOperation } from '../operation.js';
import { refusalProblem } from '../problems/refusal-problem.js';
import { uuidOf } from '../uuid.js';
import { InvalidInput, inputReader } from '../validation/input-reader.js';
import { sendBody, sendProblem } from './answering.js';
import { requestCaller } from './authentication.js';
import { etagOf, idempotencyKeyOf, revisionOf } from './headers.js';
import { API_PREFIX, parametersOf } from './path.js';

export type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** What a command came to. */
export type CommandEnd = 'changed' | 'unchanged' | 'repeated' | 'refused' | 'failed';

export interface CommandServices {
  readonly commandBus: CommandBus;
  readonly streams: StreamLoader;
  countCommand(name: string, end: CommandEnd): void;
}

const endOf = (outcome: Outcome | Refusal): CommandEnd =>
  isRefusal(outcome) ? 'refused' : outcome.repeated ? 'repeated' : outcome.changed ? 'changed' : 'unchanged';

/** The body and the path's parameters but the target's id, which no command has among its fields. */
const inputOf = (body: unknown, params: Readonly<Record<string, string>>, names: readonly string[]): unknown => {
  if (body === undefined && names.length === 0) return {};
  if (names.length === 0 || (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body)))) return body;
  const twice = names.filter((name) => body !== undefined && Object.hasOwn(body, name));
  if (twice.length > 0) throw new InvalidInput(twice.map((field) => ({ field, detail: `${field} stands in the path` })));
  return { ...body, ...Object.fromEntries(names.map((name) => [name, params[name]])) };
};

const envelopeOf = (request: FastifyRequest, target: string | undefined): CommandEnvelope => {
  const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
  const expectedRevision = revisionOf(request.headers['if-match']);
  return {
    actor: requestCaller(request).actor,
    via: 'rest',
    correlationId: request.id,
    ...(target === undefined ? {} : { target }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
  };
};

/** The state as the operation shows it, with where it stands in the log. */
const answerOf = async (operation: CommandOperation, outcome: Outcome, streams: StreamLoader): Promise<object> => {
  const shown = operation.present ? await operation.present(outcome.state, streams) : (outcome.state as object);
  const { revision, position } = outcome;
  // A row tells where it stands already: it needs no copy.
  const row = shown as { readonly revision?: unknown; readonly position?: unknown };
  return row.revision === revision && row.position === position ? shown : { ...shown, revision, position };
};

/** How an operation's command is taken from a request, dispatched on the CommandBus and answered. */
export const commandHandler = (operation: CommandOperation, services: CommandServices): Handle => {
  const { commandBus, streams } = services;
  const spec = Object.values(operation.decider.commands).find(({ command }) => command === operation.command);
  if (!spec)
    throw new Error(`${operation.name}: ${operation.command.name} is not a command of the decider of ${operation.decider.category}`);
  const reader = inputReader(operation.command);
  const parameters = parametersOf(operation.path);
  const targeted = parameters.includes('id');
  const inPath = parameters.filter((name) => name !== 'id');
  const createdStatus = spec.creates === undefined ? 200 : 201;

  const execute = async (request: FastifyRequest): Promise<Outcome | Refusal> => {
    const params = request.params as Readonly<Record<string, string>>;
    const command = reader.read(inputOf(request.body, params, inPath));
    const target = targeted ? uuidOf(params['id']) : undefined;
    if (targeted && target === undefined) return notFound(operation.decider.category);
    return commandBus.execute<object, Outcome | Refusal>(withEnvelope(command, envelopeOf(request, target)));
  };

  return async (request, reply) => {
    let end: CommandEnd = 'failed';
    try {
      const outcome = await execute(request);
      end = endOf(outcome);
      if (isRefusal(outcome)) return sendProblem(request, reply, refusalProblem(outcome));
      const created = createdStatus === 201 && (outcome.changed || outcome.repeated);
      if (created) reply.header('location', `${API_PREFIX}${operation.path}/${outcome.target}`);
      reply.header('etag', etagOf(outcome.revision));
      sendBody(reply, created ? 201 : 200, await answerOf(operation, outcome, streams));
    } finally {
      services.countCommand(operation.name, end);
    }
  };
};
