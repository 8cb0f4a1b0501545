import { page } from '@docket/gateway';
import type { Operation } from '@docket/gateway';
import { ticketAnswer } from '@docket/tickets';
import { queueAnswer } from './answers.js';
import { ArchiveQueue, ChangeQueue, CreateQueue } from '../commands/index.js';
import { queueDecider } from '../decider.js';
import { GetQueue, ListQueueTickets, ListQueues } from './queries.js';

const tag = 'Queues';
const readers = ['administrator', 'supervisor', 'agent', 'auditor'] as const;
const writers = ['administrator', 'supervisor', 'agent'] as const;

export const queueOperations: readonly Operation[] = [
  {
    name: 'listQueues',
    summary: 'Queues, by name, each with the number of its tickets',
    description:
      '`count` is exact where `countIs` is `exact`; `more`: there are more than `count`; `atLeast`: counting ended at a cap. `countText` says it for people: `12`, `1000+`, `≥250`.',
    tag,
    method: 'GET',
    path: '/queues',
    roles: readers,
    kind: 'query',
    query: ListQueues,
    answer: page(queueAnswer),
    example: { archived: false },
  },
  {
    name: 'createQueue',
    summary: 'Saves a filter as a queue',
    tag,
    method: 'POST',
    path: '/queues',
    roles: writers,
    kind: 'command',
    decider: queueDecider,
    command: CreateQueue,
    answer: queueAnswer,
    example: { name: 'VPN, pressing', filter: { tag: ['vpn'], priority: ['P1', 'P2'], statusCategory: ['new', 'open'] }, sort: 'priority' },
    refusals: ['queueName.taken', 'filter.tooManyValues'],
  },
  {
    name: 'getQueue',
    summary: 'A queue, with the number of its tickets',
    tag,
    method: 'GET',
    path: '/queues/:id',
    roles: readers,
    kind: 'query',
    query: GetQueue,
    answer: queueAnswer,
    refusals: ['queue.notFound'],
  },
  {
    name: 'listQueueTickets',
    summary: 'The tickets of a queue',
    description: 'A cursor holds for the filter with which its page was made: after a change of the queue, begin again.',
    tag,
    method: 'GET',
    path: '/queues/:id/tickets',
    roles: readers,
    kind: 'query',
    query: ListQueueTickets,
    answer: page(ticketAnswer),
    refusals: ['queue.notFound'],
  },
  {
    name: 'changeQueue',
    summary: 'Changes a queue’s name, filter or order',
    tag,
    method: 'PATCH',
    path: '/queues/:id',
    roles: writers,
    kind: 'command',
    decider: queueDecider,
    command: ChangeQueue,
    answer: queueAnswer,
    example: { filter: { tag: ['vpn', 'network'] } },
    refusals: ['queue.notFound', 'queue.archived', 'queueName.taken', 'filter.tooManyValues'],
  },
  {
    name: 'archiveQueue',
    summary: 'Takes a queue out of sight; its name is free again, its tickets are where they were',
    tag,
    method: 'POST',
    path: '/queues/:id/archive',
    roles: writers,
    kind: 'command',
    decider: queueDecider,
    command: ArchiveQueue,
    answer: queueAnswer,
    refusals: ['queue.notFound'],
  },
];
