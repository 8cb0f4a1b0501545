import { type CommandEnvelope, isRefusal, type Refusal } from '@docket/deciding';
import { endOf, type CommandEnd } from '../command-end.js';
import { absent, type DispatchAction, type DispatchCommand } from '../dispatch.js';
import { notFound } from '../document-answer.js';
import { idempotencyKeyOf } from '../http/headers.js';
import { type ActionOperation, type CommandOperation, isOpen } from '../operation.js';
import { endOfThrown } from '../thrown-end.js';
import { uuidOf } from '../uuid.js';
import { inputReader } from '../validation/input-reader.js';
import { type GraphqlContext, waitFor } from './context.js';
import { raise } from './graphql-errors.js';
import { type Arguments, bodyOf, type Resolve } from './resolvers.js';

export type CountCommand = (name: string, end: CommandEnd) => void;

/** What a change came to, and what is answered. */
type Changed = { readonly end: CommandEnd; readonly body: object } | Refusal;

/** Counts a change by what it came to, however it ends. */
const counted = (name: string, count: CountCommand, change: (args: Arguments, context: GraphqlContext) => Promise<Changed>): Resolve => {
  return async (_source, args, context) => {
    let end: CommandEnd = 'failed';
    try {
      const changed = await change(args, context);
      end = isRefusal(changed) ? 'refused' : changed.end;
      return isRefusal(changed) ? raise(changed) : changed.body;
    } catch (error) {
      if (end === 'failed') end = endOfThrown(error);
      throw error;
    } finally {
      count(name, end);
    }
  };
};

/** undefined: what the arguments name as the target is no id. */
const envelopeFrom = (args: Arguments, { requestId, traceparent }: GraphqlContext): Omit<CommandEnvelope, 'actor'> | undefined => {
  const target = args['id'] === undefined ? undefined : uuidOf(args['id'] as string);
  if (args['id'] !== undefined && target === undefined) return undefined;
  const key = idempotencyKeyOf((args['idempotencyKey'] ?? undefined) as string | undefined);
  const revision = args['expectedRevision'];
  return {
    via: 'graphql',
    correlationId: requestId,
    ...(target === undefined ? {} : { target }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(typeof revision === 'number' ? { expectedRevision: revision } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};

export const commandResolver = (operation: CommandOperation, dispatch: DispatchCommand, count: CountCommand): Resolve => {
  const reader = inputReader(operation.command);
  return counted(operation.name, count, async (args, context) => {
    const envelope = envelopeFrom(args, context);
    if (!envelope) return notFound(operation.decider.category);
    const answer = await dispatch(reader.read(args['input'] ?? {}), envelope, context.caller);
    if (isRefusal(answer)) return answer;
    waitFor(context, answer.outcome.position);
    return { end: endOf(answer.outcome), body: answer.body };
  });
};

export const actionResolver = (operation: ActionOperation, dispatch: DispatchAction, count: CountCommand): Resolve => {
  const reader = inputReader(operation.action);
  const open = isOpen(operation);
  return counted(operation.name, count, async (args, context) => {
    const envelope = envelopeFrom(args, context);
    if (!envelope) return absent(operation);
    const caller = open ? context.stranger?.() : context.caller;
    if (!caller) throw new Error(`${operation.name} was asked for where nothing is done`);
    const answer = await dispatch(reader.read(args['input'] ?? {}), envelope, caller);
    if (isRefusal(answer)) return answer;
    const body = bodyOf(answer.body);
    waitFor(context, body['position']);
    if (answer.session !== undefined) context.session = answer.session;
    return { end: 'changed', body };
  });
};
