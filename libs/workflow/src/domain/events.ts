import { eventType } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import type { WorkflowDefinition } from './workflow.js';

export type WorkflowDefined = StreamEvent<'WorkflowDefined', WorkflowDefinition>;
/** The whole definition, as it is from now on: a ticket's events name the revision that decided. */
export type WorkflowChanged = StreamEvent<'WorkflowChanged', WorkflowDefinition>;
export type WorkflowEvent = WorkflowDefined | WorkflowChanged;

const fields = { name: 'plain', statuses: 'plain', initial: 'plain', moves: 'plain', types: 'plain' } as const;

export const workflowEvents = [
  eventType<WorkflowDefined['data']>()('WorkflowDefined', 1, fields),
  eventType<WorkflowChanged['data']>()('WorkflowChanged', 1, fields),
] as const;
