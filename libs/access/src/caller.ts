import type { Actor } from '@docket/event-store';

/** Auditors read all and change nothing; analysts see projections without private text; requesters see their own tickets' public parts. */
export const ROLES = ['administrator', 'supervisor', 'agent', 'auditor', 'analyst', 'requester'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

/** Roles that may change things. */
export type ChangingRole = 'administrator' | 'supervisor' | 'agent';
/** Roles that see the whole of whatever they may ask for. */
export type WholeRole = ChangingRole | 'auditor';

/** Who is asking. */
export interface Caller {
  /** A requester's is `{kind: 'requester', id}`, the id being that of whom the requester's things belong to. */
  readonly actor: Actor;
  readonly roles: readonly Role[];
  /** Where the caller has signed in, and does not act with a token. */
  readonly sessionId?: string;
}
