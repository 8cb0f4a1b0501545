import { isRefusal } from '@docket/deciding';
import { endOf, endOfAction } from '../command-end.js';
import { type CountCommand, counted } from '../counted-change.js';
import { type DispatchAction, type DispatchCommand, noId } from '../dispatch.js';
import { idempotencyKeyOf } from '../http/headers.js';
import { type Envelope, newEnvelope } from '../new-envelope.js';
import { type ActionOperation, type CommandOperation, isOpen } from '../operation.js';
import { uuidOf } from '../uuid.js';
import { inputReader } from '../validation/input-reader.js';
import { type GraphqlContext, waitFor } from './context.js';
import { raise } from './graphql-errors.js';
import { type Arguments, bodyOf, type Resolve } from './resolvers.js';

/** undefined: what the arguments name as the target is no id. */
const envelopeFrom = (args: Arguments, { requestId, traceparent }: GraphqlContext): Envelope | undefined => {
  const target = args['id'] === undefined ? undefined : uuidOf(args['id'] as string);
  if (args['id'] !== undefined && target === undefined) return undefined;
  const idempotencyKey = idempotencyKeyOf((args['idempotencyKey'] ?? undefined) as string | undefined, 'idempotencyKey');
  const revision = args['expectedRevision'];
  const expectedRevision = typeof revision === 'number' ? revision : undefined;
  return newEnvelope('graphql', requestId, { target, idempotencyKey, expectedRevision, traceparent });
};

export const commandResolver = (operation: CommandOperation, dispatch: DispatchCommand, count: CountCommand): Resolve => {
  const reader = inputReader(operation.command);
  const change = counted(
    operation.name,
    count,
    ({ outcome }) => endOf(outcome),
    async (args: Arguments, context: GraphqlContext) => {
      const envelope = envelopeFrom(args, context);
      return envelope ? dispatch(reader.read(args['input'] ?? {}), envelope, context.caller) : noId(operation);
    },
  );
  return async (_source, args, context) => {
    const answer = await change(args, context);
    if (isRefusal(answer)) return raise(answer);
    waitFor(context, answer.outcome.position);
    return answer.body;
  };
};

export const actionResolver = (operation: ActionOperation, dispatch: DispatchAction, count: CountCommand): Resolve => {
  const reader = inputReader(operation.action);
  const open = isOpen(operation);
  const change = counted(operation.name, count, endOfAction, async (args: Arguments, context: GraphqlContext) => {
    const envelope = envelopeFrom(args, context);
    if (!envelope) return noId(operation);
    const caller = open ? context.stranger?.() : context.caller;
    if (!caller) throw new Error(`${operation.name} was asked for where nothing is done`);
    return dispatch(reader.read(args['input'] ?? {}), envelope, caller);
  });
  return async (_source, args, context) => {
    const answer = await change(args, context);
    if (isRefusal(answer)) return raise(answer);
    const body = bodyOf(answer.body);
    waitFor(context, body['position']);
    if (answer.session !== undefined) context.session = answer.session;
    return body;
  };
};
