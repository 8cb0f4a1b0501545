import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Caller, rolesOf, type Sight, sightOf, withCaller } from '@docket/access';
import { isRefusal, type Outcome, refuse, type Refusal, soon, type Soon, type StreamLoader, withEnvelope } from '@docket/deciding';
import type { JsonObject } from '@docket/event-store';
import { notFound } from './document-answer.js';
import type { Envelope } from './new-envelope.js';
import { type ActionOperation, type Answer, type CommandOperation, isOpen, type Operation, type QueryOperation } from './operation.js';
import { shownTo } from './showing.js';

/** What operations are dispatched by. */
export interface DispatchServices {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly streams: StreamLoader;
}

/** A command that was taken, and what the caller sees of the state after it. */
export interface CommandAnswer {
  readonly outcome: Outcome;
  readonly body: object;
}

export type DispatchQuery = (query: object, caller: Caller) => Promise<Answer | Refusal>;
export type DispatchCommand = (command: object, envelope: Envelope, caller: Caller) => Promise<CommandAnswer | Refusal>;
export type DispatchAction = (action: object, envelope: Envelope, caller: Caller) => Promise<Answer | Refusal>;

/** The caller's roles do not admit to it. */
export const notAdmitted = (operation: Operation): Refusal =>
  refuse('role.missing', `${operation.name} is for: ${rolesOf(operation).join(', ')}`, { kind: 'forbidden' });

/** The operation's own word for what is not there: what somebody may not see is not there either. */
export const absent = (operation: Operation): Refusal => {
  const code = absenceCode(operation);
  if (code === undefined) throw new Error(`${operation.name} has no word for what is not there`);
  return notFound(code.slice(0, -NOT_FOUND.length));
};

/** The same for a target that is named by what is no id: whoever has only a number of it must be told. */
export const noId = (operation: Operation): Refusal => {
  const refusal = absent(operation);
  return { ...refusal, message: `${refusal.message}: id must be a UUID`, field: 'id' };
};

/** The code that says that what the operation is about is not there: a command's target, else the first of its refusals that says so. */
export const absenceCode = (operation: Operation): string | undefined =>
  operation.kind === 'command'
    ? `${operation.decider.category}${NOT_FOUND}`
    : operation.refusals?.find((known) => known.endsWith(NOT_FOUND));

const NOT_FOUND = '.notFound';

/** A query on every road: who may, and what they see, is decided here. The query is valid already. */
export const queryDispatch = (operation: QueryOperation, { queryBus }: Pick<DispatchServices, 'queryBus'>): DispatchQuery => {
  return async (query, caller) => {
    const sight = sightOf(operation, caller);
    if (!sight) return notAdmitted(operation);
    return shownAnswer(operation, sight, await queryBus.execute<object, Answer | Refusal>(withCaller(query, caller)));
  };
};

/** An action on every road. The action is valid already. Whoever does what is open for everybody is nobody here: the caller is where it comes from, without roles. */
export const actionDispatch = (operation: ActionOperation, { commandBus }: Pick<DispatchServices, 'commandBus'>): DispatchAction => {
  const open = isOpen(operation);
  return async (action, envelope, caller) => {
    const sight: Sight | undefined = open ? { kind: 'whole' } : sightOf(operation, caller);
    if (!sight) return notAdmitted(operation);
    const message = withCaller(withEnvelope(action, { actor: caller.actor, ...envelope }), caller);
    return shownAnswer(operation, sight, await commandBus.execute<object, Answer | Refusal>(message));
  };
};

const shownAnswer = (operation: Operation, sight: Sight, answer: Answer | Refusal): Answer | Refusal => {
  if (sight.kind === 'whole' || isRefusal(answer)) return answer;
  const body = shownTo(operation, sight, answer.body);
  return body ? { ...answer, body } : absent(operation);
};

/** A command on every road. The command is valid already. */
export const commandDispatch = (
  operation: CommandOperation,
  services: Pick<DispatchServices, 'commandBus' | 'streams'>,
): DispatchCommand => {
  const { commandBus, streams } = services;
  return async (command, envelope, caller) => {
    const sight = sightOf(operation, caller);
    if (!sight) return notAdmitted(operation);
    const taken = sight.kind === 'own' ? await narrowed(operation, command, envelope.target, sight, streams) : command;
    if (isRefusal(taken)) return taken;
    const outcome = await commandBus.execute<object, Outcome | Refusal>(withEnvelope(taken, { actor: caller.actor, ...envelope }));
    if (isRefusal(outcome)) return outcome;
    const state = await stateAfter(operation, outcome, streams);
    const body = sight.kind === 'whole' ? state : shownTo(operation, sight, state);
    return body ? { outcome, body } : absent(operation);
  };
};

const narrowed = async (
  operation: CommandOperation,
  command: object,
  target: string | undefined,
  { subjectId }: Extract<Sight, { kind: 'own' }>,
  streams: StreamLoader,
): Promise<object | Refusal> => {
  const { requester: own, decider } = operation;
  if (!own) return notAdmitted(operation);
  if (target !== undefined) {
    const loaded = await streams.load(decider, target);
    if (!loaded || own.ownerOf(loaded.state) !== subjectId) return absent(operation);
  }
  return own.narrow(command, subjectId);
};

/** The state as the operation shows it, with where it stands in the log. */
const stateAfter = (operation: CommandOperation, outcome: Outcome, streams: StreamLoader): Soon<object> => {
  const { revision, position } = outcome;
  if (operation.present) return soon(operation.present(outcome.state, streams), (shown) => Object.assign(shown, { revision, position }));
  const state = outcome.state as { readonly revision?: unknown; readonly position?: unknown };
  // A row tells where it stands already: it needs no copy, which V8 makes slowly where fields are added behind.
  return state.revision === revision && state.position === position ? state : Object.assign({}, state, { revision, position });
};

/** A document in the place of the operation's answer; undefined: it is not for this caller's eyes. */
export const shownDocument = (
  operation: QueryOperation,
  caller: Caller,
  document: JsonObject,
): { readonly body: JsonObject } | { readonly refused: Refusal } | undefined => {
  const sight = sightOf(operation, caller);
  if (!sight) return { refused: notAdmitted(operation) };
  const body = sight.kind === 'whole' ? document : (shownTo(operation, sight, document) as JsonObject | undefined);
  return body && { body };
};
