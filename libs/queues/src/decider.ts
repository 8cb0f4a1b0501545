import type { Decider } from '@docket/deciding';
import { ArchiveQueue, ChangeQueue, CreateQueue } from './commands/index.js';
import { archiveQueue, changeQueue, claimsOfChange, claimsOfCreate, createQueue } from './domain/decide.js';
import { queueFold, queueNameClaims } from './domain/queue.js';
import type { Queue, QueueEvent } from './domain/queue.js';

export const queueDecider: Decider<Queue, QueueEvent> = {
  ...queueFold,
  holds: ({ archived, name }) => (archived ? [] : queueNameClaims(name)),
  commands: {
    CreateQueue: { command: CreateQueue, creates: 'fresh', decide: createQueue, claims: claimsOfCreate },
    ChangeQueue: { command: ChangeQueue, decide: changeQueue, claims: claimsOfChange },
    ArchiveQueue: { command: ArchiveQueue, decide: archiveQueue },
  },
};
