import type { Actor } from '@docket/event-store';

/** Auditors read all and change nothing; analysts see projections without private text; requesters see their own tickets' public parts. */
export const ROLES = ['administrator', 'supervisor', 'agent', 'auditor', 'analyst', 'requester'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking. */
export interface Caller {
  readonly actor: Actor;
  readonly roles: readonly Role[];
}
