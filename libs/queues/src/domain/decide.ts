import { absentTarget, refuse, tidyName } from '@docket/deciding';
import type { Claim, Decision } from '@docket/deciding';
import { tooManyValues } from '@docket/tickets/domain';
import type { TicketFilter } from '@docket/tickets';
import type { ArchiveQueue, ChangeQueue, CreateQueue } from '../commands/index.js';
import { queueNameClaims } from './queue.js';
import type { Queue, QueueDefinition, QueueEvent } from './queue.js';

const SORT_DEFAULT = '-updated';

export const createQueue = (state: Queue | undefined, command: CreateQueue): Decision<QueueEvent> => {
  if (state) return refuse('queue.exists', 'there is a queue of this id');
  const { name, sort } = command;
  const filter = withoutBlanks(command.filter);
  return tooManyValues(filter) ?? [{ type: 'QueueCreated', data: { name: tidyName(name), filter, sort: sort ?? SORT_DEFAULT } }];
};

export const changeQueue = (state: Queue | undefined, command: ChangeQueue): Decision<QueueEvent> => {
  if (!state) return absentTarget('queue');
  if (state.archived) return refuse('queue.archived', 'the queue is archived');
  const { name, filter, sort } = command;
  const wanted: Partial<QueueDefinition> = {
    ...(name === undefined ? {} : { name: tidyName(name) }),
    ...(filter === undefined ? {} : { filter: withoutBlanks(filter) }),
    ...(sort === undefined ? {} : { sort }),
  };
  const refusal = tooManyValues(wanted.filter ?? {});
  if (refusal) return refusal;
  const data = differing(state, wanted);
  return Object.keys(data).length === 0 ? [] : [{ type: 'QueueChanged', data }];
};

export const archiveQueue = (state: Queue | undefined, _command: ArchiveQueue): Decision<QueueEvent> => {
  if (!state) return absentTarget('queue');
  return state.archived ? [] : [{ type: 'QueueArchived', data: {} }];
};

/** The name that the queue holds after the command. */
export const claimsOfCreate = (_state: Queue | undefined, { name }: CreateQueue): readonly Claim[] => queueNameClaims(name);

export const claimsOfChange = (state: Queue | undefined, { name }: ChangeQueue): readonly Claim[] => {
  if (!state || state.archived) return [];
  return queueNameClaims(name ?? state.name);
};

/** A filter as it is kept: each value once, fields without values left out, so that the same filter is the same text. */
const withoutBlanks = (filter: TicketFilter): TicketFilter => {
  const fields = Object.entries(filter) as [string, readonly string[] | null | undefined][];
  const kept = fields.flatMap(([field, values]) => (values && values.length > 0 ? [[field, [...new Set(values)]] as const] : []));
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)));
};

const differing = (queue: Queue, wanted: Partial<QueueDefinition>): Partial<QueueDefinition> =>
  Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(queue[field as keyof QueueDefinition])),
  );
