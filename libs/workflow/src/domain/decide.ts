import { absentTarget, refuse, subjectAfter, tidyName } from '@docket/deciding';
import type { Decision, StreamFold, Subject } from '@docket/deciding';
import type { ChangeWorkflow, DefineWorkflow } from '../commands/index.js';
import type { WorkflowEvent } from './events.js';
import { breaksTickets, unsoundness } from './soundness.js';
import type { Status, TypeRules, WorkflowDefinition } from './workflow.js';

export interface WorkflowState extends Subject, WorkflowDefinition {}

export const evolveWorkflow = (state: WorkflowState | undefined, event: WorkflowEvent): WorkflowState => ({
  ...subjectAfter(state, event),
  ...event.data,
});

export const workflowFold: StreamFold<WorkflowState, WorkflowEvent> = { category: 'workflow', version: 1, evolve: evolveWorkflow };

export const defineWorkflow = (state: WorkflowState | undefined, command: DefineWorkflow): Decision<WorkflowEvent> => {
  if (state) return refuse('workflow.exists', 'there is a workflow of this id');
  const definition = definitionOf(command);
  return unsoundness(definition) ?? [{ type: 'WorkflowDefined', data: definition }];
};

export const changeWorkflow = (state: WorkflowState | undefined, command: ChangeWorkflow): Decision<WorkflowEvent> => {
  if (!state) return absentTarget('workflow');
  const definition = definitionOf(command);
  const refusal = unsoundness(definition) ?? breaksTickets(state, definition);
  if (refusal) return refusal;
  return isSame(definition, state) ? [] : [{ type: 'WorkflowChanged', data: definition }];
};

/** A definition as it is sent: without types of its own it may leave them out. */
type SentDefinition = Omit<WorkflowDefinition, 'types'> & { readonly types?: readonly TypeRules[] };

const definitionOf = ({ name, statuses, initial, moves, types = [] }: SentDefinition): WorkflowDefinition => ({
  name: tidyName(name),
  statuses: statuses.map(statusOf),
  initial,
  moves: moves.map(({ from, to }) => ({ from, to })),
  types: types.map((rules) => ({
    type: rules.type,
    initial: rules.initial,
    moves: rules.moves.map(({ from, to }) => ({ from, to })),
  })),
});

/** Told field by field, so that the same definition is the same text. */
const statusOf = ({ key, name, category, retired }: Status): Status => ({
  key,
  name: tidyName(name),
  category,
  ...(retired ? { retired } : {}),
});

const isSame = (definition: WorkflowDefinition, state: WorkflowState): boolean =>
  JSON.stringify(definition) === JSON.stringify(definitionOf(state));
