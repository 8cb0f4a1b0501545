import type { ReadSide } from '@docket/projecting';
import { queueEvents } from './domain/queue.js';
import { queues } from './projections/queues.js';

export const queuesReadSide: ReadSide = {
  name: 'queues',
  events: queueEvents,
  projections: () => [queues],
};
