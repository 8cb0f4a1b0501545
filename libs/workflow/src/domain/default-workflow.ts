import type { Moves, Status, WorkflowDefinition } from './workflow.js';

/** The name under which the default workflow ships: its id is `identities.shipped(DEFAULT_WORKFLOW)`. */
export const DEFAULT_WORKFLOW = 'workflow';

/** What a first start ships. Nothing returns to new; closed is left only by reopening. */
const statuses: readonly Status[] = [
  { key: 'new', name: 'New', category: 'new' },
  { key: 'open', name: 'Open', category: 'open' },
  { key: 'pending', name: 'Pending', category: 'paused' },
  { key: 'on_hold', name: 'On hold', category: 'paused' },
  { key: 'resolved', name: 'Resolved', category: 'resolved' },
  { key: 'closed', name: 'Closed', category: 'closed' },
];

const moves: readonly Moves[] = [
  { from: 'new', to: ['open', 'pending', 'on_hold', 'resolved', 'closed'] },
  { from: 'open', to: ['pending', 'on_hold', 'resolved', 'closed'] },
  { from: 'pending', to: ['open', 'on_hold', 'resolved', 'closed'] },
  { from: 'on_hold', to: ['open', 'pending', 'resolved', 'closed'] },
  { from: 'resolved', to: ['open', 'closed'] },
  { from: 'closed', to: ['open'] },
];

export const defaultWorkflow: WorkflowDefinition = { name: 'Default', statuses, initial: 'new', moves, types: [] };
