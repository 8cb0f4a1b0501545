import type { Refusals } from '@docket/gateway';

export const queueRefusals: Refusals = {
  'queue.archived': { kind: 'conflict', meaning: 'The queue is archived.', advice: 'Make another one.' },
  'queue.exists': { kind: 'conflict', meaning: 'There is a queue of this id.' },
  'queue.notFound': { kind: 'notFound', meaning: 'There is no such queue.', advice: 'Look for it among `GET /queues`.' },
  'queueName.taken': { kind: 'conflict', meaning: 'Another queue has the name.', advice: 'Take another name.' },
};
