import { sortableName } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import { streamFields, type Fields, type Projection } from '@docket/projecting';
import type { TicketFilter } from '@docket/tickets';
import { evolveQueue, queueEvents, queueFold } from '../domain/queue.js';
import type { Queue, QueueEvent } from '../domain/queue.js';

const filterFields: Fields<TicketFilter> = {
  status: { type: 'strings', meaning: 'Statuses', example: ['pending'] },
  statusCategory: { type: 'strings', meaning: 'Kinds of status', example: ['new', 'open'] },
  priority: { type: 'strings', meaning: 'Priorities', example: ['P1', 'P2'] },
  assignee: { type: 'strings', meaning: "Agents' ids, `me` or `none`", example: ['me'] },
  team: { type: 'strings', meaning: "Teams' ids, `mine` or `none`", example: ['mine'] },
  tag: { type: 'strings', meaning: 'Tags', example: ['vpn'] },
  type: { type: 'strings', meaning: 'Ticket types', example: ['incident'] },
  category: { type: 'strings', meaning: 'Paths; one stands for what is below it too', example: ['hardware/laptop'] },
  requester: { type: 'strings', meaning: "Customers' ids", example: ['b5d0a1c4-6f0e-5a52-8f7e-0c9b6f1d2e33'] },
  channel: { type: 'strings', meaning: 'Channels', example: ['mail'] },
  externalRef: { type: 'strings', meaning: 'Where tickets come from, as `system:id`', example: ['servicenow:INC0000045'] },
  cf: { type: 'strings', meaning: 'Custom fields, as `key:value`', example: ['site:HCM'] },
};

const queueFields: Fields<Queue> = {
  ...streamFields,
  name: { type: 'string', meaning: 'Its name', example: 'VPN' },
  filter: {
    type: 'object',
    meaning: 'Which tickets are in it: of each field one value, of all fields that are given',
    fields: filterFields,
  },
  sort: { type: 'string', meaning: 'The order in which they are listed; `-`: the last first', example: '-updated' },
  archived: { type: 'boolean', meaning: 'True: out of sight', example: false },
};

/** One row a queue: its state. */
export const queues: Projection<Queue, QueueEvent> = {
  name: 'queues',
  version: `${queueFold.version}`,
  rows: {
    name: 'queues',
    meaning: 'A saved filter over all tickets.',
    fields: queueFields,
    terms: ({ archived }) => [archivedTerm(archived)],
    orders: { name: { by: ({ name }) => sortableName(name) } },
  },
  events: queueEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveQueue,
};

export const archivedTerm = (archived: boolean): string => `archived:${archived}`;
