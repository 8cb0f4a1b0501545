import { comparableName, subjectAfter } from '@docket/deciding';
import type { Claim, StreamFold, Subject } from '@docket/deciding';
import { eventType } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import type { TicketFilter, TicketSort } from '@docket/tickets';

/** A saved filter over all tickets: what an agent works from. */
export interface QueueDefinition {
  /** Unique among the queues that are not archived. */
  readonly name: string;
  /** Fields without a value are left out. */
  readonly filter: TicketFilter;
  readonly sort: TicketSort;
}

export interface Queue extends Subject, QueueDefinition {
  /** Out of sight, its name free for another one. */
  readonly archived: boolean;
}

export type QueueCreated = StreamEvent<'QueueCreated', QueueDefinition>;
/** What changed, as it is from now on. */
export type QueueChanged = StreamEvent<'QueueChanged', Partial<QueueDefinition>>;
export type QueueArchived = StreamEvent<'QueueArchived'>;
export type QueueEvent = QueueCreated | QueueChanged | QueueArchived;

export const queueEvents = [
  eventType<QueueCreated['data']>()('QueueCreated', 1, { name: 'plain', filter: 'plain', sort: 'plain' }),
  eventType<QueueChanged['data']>()('QueueChanged', 1, { name: 'plain', filter: 'plain', sort: 'plain' }),
  eventType<QueueArchived['data']>()('QueueArchived', 1, {}),
] as const;

export const evolveQueue = (state: Queue | undefined, event: QueueEvent): Queue => {
  const subject = subjectAfter(state, event);
  if (event.type === 'QueueCreated') return { ...subject, ...event.data, archived: false };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  switch (event.type) {
    case 'QueueChanged':
      return { ...state, ...subject, ...event.data };
    case 'QueueArchived':
      return { ...state, ...subject, archived: true };
  }
};

export const queueFold: StreamFold<Queue, QueueEvent> = { category: 'queue', version: 1, evolve: evolveQueue };

export const queueNameClaims = (name: string): readonly Claim[] => [{ kind: 'queueName', name: comparableName(name), field: 'name' }];
