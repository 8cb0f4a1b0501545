import type { Decider } from '@docket/deciding';
import { ChangeWorkflow, DefineWorkflow } from './commands/index.js';
import { changeWorkflow, defineWorkflow, workflowFold } from './domain/decide.js';
import type { WorkflowState } from './domain/decide.js';
import type { WorkflowEvent } from './domain/events.js';

export const workflowDecider: Decider<WorkflowState, WorkflowEvent> = {
  ...workflowFold,
  commands: {
    DefineWorkflow: { command: DefineWorkflow, creates: 'fresh', decide: defineWorkflow },
    ChangeWorkflow: { command: ChangeWorkflow, decide: changeWorkflow },
  },
};
