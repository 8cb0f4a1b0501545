import type { JsonObject } from '@docket/event-store';

export const TEXT_FORMATS = ['plain', 'markdown', 'html'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** `public`: the requester sees it. `internal`: a note among those who work on it. */
export const VISIBILITIES = ['public', 'internal'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const DIRECTIONS = ['in', 'out'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const WAITING_ON = ['requester', 'supplier', 'internal'] as const;
export type WaitingOn = (typeof WAITING_ON)[number];

export const CONFIRMATIONS = ['confirmed', 'timedOut', 'waived'] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

export const RESOLUTION_KINDS = [
  'fixed',
  'workaround',
  'answered',
  'notReproducible',
  'duplicate',
  'rejected',
  'withdrawn',
  'other',
] as const;
export type ResolutionKind = (typeof RESOLUTION_KINDS)[number];

/** What brought a finished ticket back: somebody's hand, a reply, the same trouble again, a resolution that was not accepted, a rule. */
export const REOPENING_TRIGGERS = ['hand', 'reply', 'recurrence', 'rejection', 'rule'] as const;
export type ReopeningTrigger = (typeof REOPENING_TRIGGERS)[number];

/** How exactly somebody knows when the trouble began. */
export const PRECISIONS = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const;
export type Precision = (typeof PRECISIONS)[number];

export const AUTHOR_KINDS = ['agent', 'requester', 'automation', 'integration', 'import', 'system'] as const;
export type AuthorKind = (typeof AUTHOR_KINDS)[number];

/** Whose words they are; not always the actor's: an agent types what a caller says. */
export interface Author {
  readonly kind: AuthorKind;
  readonly id: string;
}

/** Who works on a ticket: an agent, a team, both or nobody. */
export interface Assignee {
  readonly agentId?: string;
  readonly teamId?: string;
}

/** A piece of configuration as it stood when it decided. */
export interface ConfigurationRevision {
  readonly id: string;
  readonly revision: number;
}

export interface Affected {
  readonly service?: string;
  readonly module?: string;
  readonly version?: string;
  readonly asset?: string;
  readonly location?: string;
}

export interface ProblemStart {
  readonly at: string;
  readonly precision: Precision;
}

export interface Resolution {
  readonly cause?: string;
  readonly causeCode?: string;
  readonly solution?: string;
  readonly kind?: ResolutionKind;
}

export interface Closing {
  readonly summary?: string;
  readonly confirmation: Confirmation;
}

/** Values are JSON scalars or arrays of them. */
export type CustomFields = JsonObject;

export const DEFAULT_TYPE = 'incident';
export const DEFAULT_CHANNEL = 'api';
export const DEFAULT_FORMAT: TextFormat = 'plain';
