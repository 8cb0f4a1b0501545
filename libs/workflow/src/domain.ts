export { DEFAULT_WORKFLOW, defaultWorkflow } from './domain/default-workflow.js';
export { workflowFold } from './domain/decide.js';
export type { WorkflowState } from './domain/decide.js';
export type { WorkflowEvent } from './domain/events.js';
export {
  STATUS_CATEGORIES,
  categoryOf,
  initialStatus,
  isEnded,
  isReopening,
  move,
  movesFrom,
  type Status,
  type StatusCategory,
  type WorkflowDefinition,
} from './domain/workflow.js';
