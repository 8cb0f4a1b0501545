import { WorkflowInput } from './definition.js';

/** Makes a workflow. */
export class DefineWorkflow extends WorkflowInput {}

/** Puts a definition in the place of the present one. */
export class ChangeWorkflow extends WorkflowInput {}
