import { eventType } from '@docket/event-store';
import type { EventType, StreamEvent } from '@docket/event-store';
import type { Claim, Decider, DecisionContext } from '../decider.js';
import { refuse } from '../refusal.js';
import { subjectAfter } from '../subject.js';
import type { Subject } from '../subject.js';

/** A little domain that has everything a decider can have: boats with names that are theirs alone, numbers, berths that they refer to, and skippers whom they
 *  require. For the tests of this lib. */

// ---- boats

export type BoatEvent =
  | StreamEvent<'BoatRegistered', { readonly name: string; readonly number?: string; readonly skipper?: string }>
  | StreamEvent<'BoatRenamed', { readonly name: string }>
  | StreamEvent<'BoatMoored', { readonly berth: string }>
  | StreamEvent<'BoatLogged', { readonly entry: string }>
  | StreamEvent<'BoatScrapped', Record<never, never>>;

export interface Boat extends Subject {
  /** undefined: scrapped, its name is free. */
  readonly name: string | undefined;
  readonly number: string | undefined;
  readonly skipper: string | undefined;
  readonly berth: string | undefined;
  readonly entries: readonly string[];
}

export class RegisterBoat {
  name!: string;
  licence?: string;
  numbered?: boolean;
  occurredAt?: string;
}
export class RenameBoat {
  name!: string;
}
export class MoorBoat {
  berth!: string;
}
export class LogEntry {
  entry!: string;
  /** How often it is written; default 1. */
  times?: number;
  occurredAt?: string;
}
export class ScrapBoat {}

export const nameClaim = (name: string): Claim => ({ kind: 'boatName', name: name.toLowerCase() });

const evolveBoat = (boat: Boat | undefined, event: BoatEvent): Boat => {
  const before = { name: undefined, number: undefined, skipper: undefined, berth: undefined, entries: [], ...boat };
  const after = { ...before, ...subjectAfter(boat, event) };
  switch (event.type) {
    case 'BoatRegistered':
    case 'BoatRenamed':
    case 'BoatMoored':
      return { ...after, ...event.data };
    case 'BoatLogged':
      return { ...after, entries: [...before.entries, event.data.entry] };
    case 'BoatScrapped':
      return { ...after, name: undefined };
  }
};

const registerBoat = (boat: Boat | undefined, { name, licence, numbered, occurredAt }: RegisterBoat, context: DecisionContext) => {
  if (boat) return refuse('boat.exists', 'there is a boat of this id');
  if (name === '') return refuse('name.empty', 'a boat has a name', { kind: 'invalid', field: 'name' });
  const number = numbered ? { number: context.number ?? 'none was taken' } : {};
  const skipper = licence === undefined ? {} : { skipper: context.required('skipper') ?? 'nobody' };
  return [{ type: 'BoatRegistered' as const, data: { name, ...number, ...skipper }, ...(occurredAt ? { occurredAt } : {}) }];
};

export const boatDecider: Decider<Boat, BoatEvent> = {
  category: 'boat',
  version: 1,
  beginsWith: ['BoatRegistered'],
  evolve: evolveBoat,
  holds: ({ name }) => (name === undefined ? [] : [nameClaim(name)]),
  commands: {
    RegisterBoat: {
      command: RegisterBoat,
      creates: 'fresh',
      decide: registerBoat,
      claims: (_boat, { name }: RegisterBoat) => (name === '' ? [] : [nameClaim(name)]),
      requires: (_boat, { licence }: RegisterBoat) =>
        licence === undefined
          ? []
          : [{ label: 'skipper', decider: skipperDecider, command: Object.assign(new RegisterSkipper(), { licence }) }],
      takesNumber: ({ numbered }: RegisterBoat, { now }) =>
        numbered ? { stream: `boatNumber-${now.slice(0, 4)}`, format: (serial) => `${now.slice(0, 4)}/${serial}` } : undefined,
    },
    RenameBoat: {
      command: RenameBoat,
      decide: (boat, { name }: RenameBoat) => {
        if (boat?.name === undefined) return refuse('boat.scrapped', 'the boat is scrapped');
        return boat.name === name ? [] : [{ type: 'BoatRenamed', data: { name } }];
      },
      claims: (_boat, { name }: RenameBoat) => [nameClaim(name)],
    },
    MoorBoat: {
      command: MoorBoat,
      references: (_boat, { berth }: MoorBoat) => [{ fold: berthDecider, id: berth }],
      decide: (boat, { berth }: MoorBoat, context) => {
        const there = context.reference(berthDecider, berth);
        if (!there?.isOpen)
          return refuse('berth.closed', 'there is no such berth, or it is closed', { kind: 'unprocessable', field: 'berth' });
        return boat?.berth === berth ? [] : [{ type: 'BoatMoored', data: { berth } }];
      },
    },
    LogEntry: {
      command: LogEntry,
      decide: (_boat, { entry, times = 1, occurredAt }: LogEntry) =>
        Array.from({ length: times }, () => ({ type: 'BoatLogged' as const, data: { entry }, ...(occurredAt ? { occurredAt } : {}) })),
    },
    ScrapBoat: { command: ScrapBoat, decide: () => [{ type: 'BoatScrapped', data: {} }] },
  },
};

// ---- berths

export type BerthEvent = StreamEvent<'BerthOpened', Record<never, never>> | StreamEvent<'BerthClosed', { readonly reason?: string }>;

export interface Berth extends Subject {
  readonly isOpen: boolean;
  /** Of each closing. */
  readonly reasons: readonly string[];
}

export class OpenBerth {}
export class CloseBerth {}

export const berthDecider: Decider<Berth, BerthEvent> = {
  category: 'berth',
  version: 1,
  beginsWith: ['BerthOpened'],
  evolve: (berth, event) => ({
    ...subjectAfter(berth, event),
    isOpen: event.type === 'BerthOpened',
    reasons: [...(berth?.reasons ?? []), ...(event.type === 'BerthClosed' ? [event.data.reason ?? ''] : [])],
  }),
  commands: {
    OpenBerth: { command: OpenBerth, creates: 'fresh', decide: () => [{ type: 'BerthOpened', data: {} }] },
    CloseBerth: { command: CloseBerth, decide: (berth) => (berth?.isOpen ? [{ type: 'BerthClosed', data: {} }] : []) },
  },
};

// ---- skippers: found by their licence; a second licence leads to the first

export type SkipperEvent =
  StreamEvent<'SkipperRegistered', { readonly lastFour: string }> | StreamEvent<'SkipperJoined', { readonly into: string }>;

export interface Skipper extends Subject {
  readonly into?: string;
}

export class RegisterSkipper {
  licence!: string;
}
export class JoinLicence {
  licence!: string;
  into!: string;
}

export const skipperDecider: Decider<Skipper, SkipperEvent> = {
  category: 'skipper',
  version: 1,
  evolve: (skipper, event) => ({ ...subjectAfter(skipper, event), ...(event.type === 'SkipperJoined' ? { into: event.data.into } : {}) }),
  follows: ({ into }) => into,
  commands: {
    RegisterSkipper: {
      command: RegisterSkipper,
      creates: { id: ({ licence }: RegisterSkipper, identities) => identities.fromSecret('licence', licence) },
      decide: (skipper, { licence }: RegisterSkipper) => {
        if (licence === 'revoked') return refuse('licence.revoked', 'the licence is revoked', { field: 'licence' });
        return skipper ? [] : [{ type: 'SkipperRegistered', data: { lastFour: licence.slice(-4) } }];
      },
    },
    JoinLicence: {
      command: JoinLicence,
      creates: { id: ({ licence }: JoinLicence, identities) => identities.fromSecret('licence', licence) },
      decide: (skipper, { into }: JoinLicence) => (skipper ? [] : [{ type: 'SkipperJoined', data: { into } }]),
    },
  },
};

export const harbourEvents: readonly EventType[] = [
  eventType<{ name: string; number?: string; skipper?: string }>()('BoatRegistered', 1, {
    name: 'plain',
    number: 'plain',
    skipper: 'plain',
  }),
  eventType<{ name: string }>()('BoatRenamed', 1, { name: 'plain' }),
  eventType<{ berth: string }>()('BoatMoored', 1, { berth: 'plain' }),
  // Once it was called `text`.
  eventType<{ entry: string }>()('BoatLogged', 2, { entry: 'plain' }, [({ text = '' }) => ({ entry: text })]),
  eventType()('BoatScrapped', 1, {}),
  eventType()('BerthOpened', 1, {}),
  eventType<{ reason?: string }>()('BerthClosed', 3, { reason: 'plain' }, [(data) => data, (data) => data]),
  eventType<{ lastFour: string }>()('SkipperRegistered', 1, { lastFour: { personalOf: 'stream' } }),
  eventType<{ into: string }>()('SkipperJoined', 1, { into: 'plain' }),
];
