import { sortableName } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { evolveWorkflow, workflowFold } from '../domain/decide.js';
import type { WorkflowState } from '../domain/decide.js';
import { workflowEvents } from '../domain/events.js';
import type { WorkflowEvent } from '../domain/events.js';

/** One row a workflow: its state. */
export const workflows: Projection<WorkflowState, WorkflowEvent> = {
  name: 'workflows',
  version: `${workflowFold.version}`,
  rows: { name: 'workflows', orders: { name: { by: ({ name }) => sortableName(name) } } },
  events: workflowEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveWorkflow,
};
