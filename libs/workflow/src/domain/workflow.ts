/** What a status means to everybody who does not know its name: reports, clocks and queues go by it. */
export const STATUS_CATEGORIES = ['new', 'open', 'paused', 'resolved', 'closed'] as const;
export type StatusCategory = (typeof STATUS_CATEGORIES)[number];

export interface Status {
  /** `on_hold`: what tickets, events and filters carry. It never changes its meaning. */
  readonly key: string;
  /** What people read. */
  readonly name: string;
  readonly category: StatusCategory;
  /** Nothing moves into it any more; a ticket that is in it may still leave. */
  readonly retired?: boolean;
}

/** From one status to each of these. */
export interface Moves {
  readonly from: string;
  readonly to: readonly string[];
}

/** Where tickets begin, and how they may move. */
export interface Rules {
  /** The status of a new ticket. */
  readonly initial: string;
  readonly moves: readonly Moves[];
}

/** A ticket type with rules of its own: they stand instead of the workflow's. */
export interface TypeRules extends Rules {
  readonly type: string;
}

/** A workflow as data. */
export interface WorkflowDefinition extends Rules {
  readonly name: string;
  readonly statuses: readonly Status[];
  readonly types: readonly TypeRules[];
}

export const rulesFor = (workflow: WorkflowDefinition, type: string): Rules =>
  workflow.types.find((rules) => rules.type === type) ?? workflow;

/** May a ticket of this type go from one status to the other? A status that the workflow does not know is never left and never entered. */
export const move = (workflow: WorkflowDefinition, type: string, from: string, to: string): boolean =>
  movesFrom(workflow, type, from).includes(to);

/** The statuses that a ticket of this type can be moved to from this one. */
export const movesFrom = (workflow: WorkflowDefinition, type: string, from: string): readonly string[] =>
  rulesFor(workflow, type).moves.find((moves) => moves.from === from)?.to ?? [];

/** undefined: the workflow has no such status. */
export const categoryOf = (workflow: WorkflowDefinition, status: string): StatusCategory | undefined =>
  workflow.statuses.find(({ key }) => key === status)?.category;

/** The status in which a ticket of this type begins. */
export const initialStatus = (workflow: WorkflowDefinition, type: string): string => rulesFor(workflow, type).initial;

/** A move out of a resolved or closed status into one that is neither. */
export const isReopening = (from: StatusCategory, to: StatusCategory): boolean => isEnded(from) && !isEnded(to);

export const isEnded = (category: StatusCategory): boolean => category === 'resolved' || category === 'closed';
