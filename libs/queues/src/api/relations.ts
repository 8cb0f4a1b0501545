import type { Relation, Subscription } from '@docket/gateway';
import { ticketEventTypes } from '@docket/tickets';
import { queueEvents } from '../domain/queue.js';

export const queueRelations: readonly Relation[] = [
  {
    on: 'Queue',
    field: 'tickets',
    description: 'The tickets that are in it',
    operation: 'listQueueTickets',
    kind: 'asked',
    parameterNames: ['id'],
    parameters: ({ id }) => ({ id }),
  },
];

export const queueSubscriptions: readonly Subscription[] = [
  {
    name: 'queueCountChanged',
    summary: 'A queue after its count has changed',
    operation: 'getQueue',
    events: [...ticketEventTypes, ...queueEvents].map(({ type }) => type),
    changed: ({ countText }) => countText as string,
  },
];
