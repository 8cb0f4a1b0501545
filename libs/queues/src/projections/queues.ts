import { sortableName } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { evolveQueue, queueEvents, queueFold } from '../domain/queue.js';
import type { Queue, QueueEvent } from '../domain/queue.js';

/** One row a queue: its state. */
export const queues: Projection<Queue, QueueEvent> = {
  name: 'queues',
  version: `${queueFold.version}`,
  rows: {
    name: 'queues',
    terms: ({ archived }) => [archivedTerm(archived)],
    orders: { name: { by: ({ name }) => sortableName(name) } },
  },
  events: queueEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveQueue,
};

export const archivedTerm = (archived: boolean): string => `archived:${archived}`;
