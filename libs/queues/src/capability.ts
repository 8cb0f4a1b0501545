import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { queueRelations, queueSubscriptions } from './api/relations.js';
import { queueOperations } from './api/operations.js';
import { GetQueueHandler, ListQueueTicketsHandler, ListQueuesHandler } from './api/queries.js';
import { queueRefusals } from './api/refusals.js';
import { CreateQueue } from './commands/index.js';
import { queueDecider } from './decider.js';
import { shippedQueues } from './domain/shipped-queues.js';
import { queuesReadSide } from './read-side.js';

@Module({ providers: [ListQueuesHandler, GetQueueHandler, ListQueueTicketsHandler] })
class QueuesModule {}

/** Queues: saved filters over all tickets, with their counts. */
export const queues: Capability = {
  ...queuesReadSide,
  deciders: [queueDecider],
  operations: queueOperations,
  refusals: queueRefusals,
  relations: queueRelations,
  subscriptions: queueSubscriptions,
  shipped: Object.entries(shippedQueues).map(([name, queue]) => ({
    name,
    decider: queueDecider,
    command: Object.assign(new CreateQueue(), queue),
  })),
  module: QueuesModule,
};
