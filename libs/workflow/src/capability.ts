import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { workflowOperations } from './api/operations.js';
import { GetWorkflowHandler, ListWorkflowsHandler } from './api/queries.js';
import { workflowRefusals } from './api/refusals.js';
import { DefineWorkflow } from './commands/index.js';
import { workflowDecider } from './decider.js';
import { DEFAULT_WORKFLOW, defaultWorkflow } from './domain/default-workflow.js';
import { workflowReadSide } from './read-side.js';

@Module({ providers: [ListWorkflowsHandler, GetWorkflowHandler] })
class WorkflowModule {}

export const workflow: Capability = {
  ...workflowReadSide,
  deciders: [workflowDecider],
  operations: workflowOperations,
  refusals: workflowRefusals,
  shipped: [{ name: DEFAULT_WORKFLOW, decider: workflowDecider, command: Object.assign(new DefineWorkflow(), defaultWorkflow) }],
  module: WorkflowModule,
};
