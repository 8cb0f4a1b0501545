import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { workflowOperations } from './api/operations.js';
import { GetWorkflowHandler, ListWorkflowsHandler } from './api/queries.js';
import { workflowRefusals } from './api/refusals.js';
import { DefineWorkflow } from './commands/index.js';
import { workflowDecider } from './decider.js';
import { defaultWorkflow } from './domain/default-workflow.js';
import { workflowEvents } from './domain/events.js';
import { workflows } from './projections/workflows.js';

@Module({ providers: [ListWorkflowsHandler, GetWorkflowHandler] })
class WorkflowModule {}

/** The name under which the default workflow ships: its id is `identities.shipped(DEFAULT_WORKFLOW)`. */
export const DEFAULT_WORKFLOW = 'workflow';

export const workflow: Capability = {
  name: 'workflow',
  events: workflowEvents,
  deciders: [workflowDecider],
  projections: () => [workflows],
  operations: workflowOperations,
  refusals: workflowRefusals,
  shipped: [{ name: DEFAULT_WORKFLOW, decider: workflowDecider, command: Object.assign(new DefineWorkflow(), defaultWorkflow) }],
  module: WorkflowModule,
};
