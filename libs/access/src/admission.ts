import type { JsonObject } from '@docket/event-store';
import type { Caller, Role, WholeRole } from './caller.js';

/** What is shown of one thing, an item of a list or the one thing that is answered; undefined: it is as if it were not there. */
export type View = (thing: JsonObject) => JsonObject | undefined;

/** The same for somebody who may see only their own things: whose a thing is must be asked here too, so that a query that forgets to ask for it shows nothing. */
export type OwnView = (thing: JsonObject, subjectId: string) => JsonObject | undefined;

/** Who may do something, and what they see of it. There is no default: nobody whom it does not name may. An analyst or a requester can't be named
 *  without saying what they see. */
export interface Admission {
  /** Who may, and sees all of it. */
  readonly roles: readonly WholeRole[];
  /** `whole`: there is no personal and no private text in it. */
  readonly analyst?: unknown;
  readonly requester?: unknown;
}

/** As whom a caller does something: the role that shows most of those that admit it. */
export type Sight = { readonly kind: 'whole' } | { readonly kind: 'impersonal' } | { readonly kind: 'own'; readonly subjectId: string };

const WHOLE: Sight = { kind: 'whole' };
const IMPERSONAL: Sight = { kind: 'impersonal' };

/** All roles that an admission names, as documentation shows them. */
export const rolesOf = ({ roles, analyst, requester }: Admission): readonly Role[] => [
  ...roles,
  ...(analyst === undefined ? [] : (['analyst'] as const)),
  ...(requester === undefined ? [] : (['requester'] as const)),
];

/** With which sight a caller may do something; undefined: not at all. The one place where rights are decided, on every road. */
export const sightOf = ({ roles, analyst, requester }: Admission, caller: Caller): Sight | undefined => {
  for (const role of caller.roles) if ((roles as readonly Role[]).includes(role)) return WHOLE;
  if (analyst !== undefined && caller.roles.includes('analyst')) return analyst === 'whole' ? WHOLE : IMPERSONAL;
  if (requester !== undefined && caller.roles.includes('requester')) return ownSight(caller);
  return undefined;
};

/** A requester's things are those of the actor. */
const ownSight = ({ actor }: Caller): Sight | undefined => (actor.kind === 'requester' ? { kind: 'own', subjectId: actor.id } : undefined);

export const mayDo = (admission: Admission, caller: Caller): boolean => sightOf(admission, caller) !== undefined;

/** What a caller sees by all of the caller's roles: for query services, which put it into their terms. */
export const eyesOf = ({ actor, roles }: Caller): Sight => {
  if (roles.some((role) => role !== 'analyst' && role !== 'requester')) return WHOLE;
  if (roles.includes('analyst')) return IMPERSONAL;
  return { kind: 'own', subjectId: actor.kind === 'requester' && roles.includes('requester') ? actor.id : NOBODY };
};

/** The id of whom all that the caller may see must belong to; undefined: the caller sees everybody's. */
export const subjectOf = (caller: Caller): string | undefined => {
  const eyes = eyesOf(caller);
  return eyes.kind === 'own' ? eyes.subjectId : undefined;
};

/** Owns nothing: whoever is a requester without being anybody's customer, or has no role, sees nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
