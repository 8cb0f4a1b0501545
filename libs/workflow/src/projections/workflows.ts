import { sortableName } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import { streamFields, type Fields, type Projection } from '@docket/projecting';
import { evolveWorkflow, workflowFold } from '../domain/decide.js';
import type { WorkflowState } from '../domain/decide.js';
import { workflowEvents } from '../domain/events.js';
import type { WorkflowEvent } from '../domain/events.js';
import type { Rules } from '../domain/workflow.js';

const rulesFields: Fields<Rules> = {
  initial: { type: 'string', meaning: 'The status of a new ticket', example: 'new' },
  moves: {
    type: 'objects',
    meaning: 'From which status a ticket may go where',
    fields: {
      from: { type: 'string', meaning: 'The status that is left', example: 'open' },
      to: { type: 'strings', meaning: 'Those that may follow', example: ['pending', 'resolved'] },
    },
  },
};

const workflowFields: Fields<WorkflowState> = {
  ...streamFields,
  ...rulesFields,
  name: { type: 'string', meaning: 'Its name', example: 'Default' },
  statuses: {
    type: 'objects',
    meaning: 'The statuses that tickets can have',
    fields: {
      key: { type: 'string', meaning: '`status` in `tickets`', example: 'on_hold' },
      name: { type: 'string', meaning: 'What people read', example: 'On hold' },
      category: { type: 'string', meaning: '`new`, `open`, `paused`, `resolved` or `closed`', example: 'paused' },
      retired: { type: 'boolean', meaning: 'True: nothing moves into it any more', example: true },
    },
  },
  types: {
    type: 'objects',
    meaning: 'Ticket types with rules of their own, instead of the general ones',
    fields: { type: { type: 'string', meaning: '`type` in `tickets`', example: 'request' }, ...rulesFields },
  },
};

/** One row a workflow: its state. */
export const workflows: Projection<WorkflowState, WorkflowEvent> = {
  name: 'workflows',
  version: `${workflowFold.version}`,
  rows: {
    name: 'workflows',
    meaning: 'A workflow: the statuses of tickets, and how they may move.',
    fields: workflowFields,
    orders: { name: { by: ({ name }) => sortableName(name) } },
  },
  events: workflowEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveWorkflow,
};
