import type { StatusCategory } from '@docket/workflow/domain';
import type { QueueDefinition } from './queue.js';

/** What still wants work. */
const unfinished: StatusCategory[] = ['new', 'open', 'paused'];

/** What a first start ships, each with the name from which its id is derived. */
export const shippedQueues: { readonly [shippedName: string]: QueueDefinition } = {
  'queue-unassigned': { name: 'Unassigned', filter: { assignee: ['none'], statusCategory: unfinished }, sort: 'created' },
  'queue-mine': { name: 'Mine', filter: { assignee: ['me'], statusCategory: unfinished }, sort: '-updated' },
  'queue-my-teams': { name: 'My team’s', filter: { team: ['mine'], statusCategory: unfinished }, sort: '-updated' },
  'queue-pressing': { name: 'P1–P2 open', filter: { priority: ['P1', 'P2'], statusCategory: unfinished }, sort: 'priority' },
  'queue-waiting': { name: 'Waiting', filter: { statusCategory: ['paused'] }, sort: 'updated' },
  'queue-recent': { name: 'Recently updated', filter: {}, sort: '-updated' },
};
