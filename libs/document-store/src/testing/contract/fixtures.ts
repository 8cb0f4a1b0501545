import type {
  Build,
  Checkpoint,
  CollectionDefinition,
  DocumentReader,
  DocumentStore,
  ProjectionRecord,
  Put,
} from '../../document-store.js';

/** What a contract test runs on: an empty store, and a reader of its own of the same documents (the store itself where there is no other). */
export interface StoreUnderTest {
  readonly store: DocumentStore;
  readonly reader: DocumentReader;
  /** Closes both and removes what they left. */
  close(): Promise<void>;
}

export type OpenStore = () => Promise<StoreUnderTest>;

/** A collection that has everything: terms, an order of numbers and one of strings. */
export const TICKETS = 'tickets@1';
export const TICKETS_DEFINITION: CollectionDefinition = { name: 'tickets', orders: ['rank', 'subject'] };

/** A position, as wide as real ones are. */
export const position = (number: number): string => String(number).padStart(20, '0');

/** A put into TICKETS; what a test does not care about is filled in. */
export const ticket = (id: string, at: number, rest: { terms?: string[]; rank?: number; subject?: string; body?: object } = {}): Put => ({
  id,
  position: position(at),
  terms: rest.terms ?? [],
  orders: { rank: rest.rank ?? 0, subject: rest.subject ?? '' },
  body: rest.body ?? { id, at },
});

export const putTickets = (store: DocumentStore, ...puts: readonly Put[]): Promise<void> =>
  store.commit({ writes: [{ collection: TICKETS, puts, removals: [] }] });

export const removeTickets = (store: DocumentStore, ...removals: readonly { id: string; at: number }[]): Promise<void> =>
  store.commit({
    writes: [{ collection: TICKETS, puts: [], removals: removals.map(({ id, at }) => ({ id, position: position(at) })) }],
  });

export const checkpoint = (at: number): Checkpoint => ({
  position: position(at),
  eventId: `event ${at}`,
  logId: 'log',
  recordedAt: new Date(Date.UTC(2024, 4, 20) + at).toISOString(),
});

export const build = (id: string, rest: Partial<Build> = {}): Build => ({
  id,
  version: '1',
  logId: 'log',
  collections: ['tickets'],
  startedAt: '2024-05-20T08:00:00.000Z',
  ...rest,
});

export const record = (revision: number, ...builds: readonly Build[]): ProjectionRecord => ({
  projection: 'tickets',
  revision,
  builds: Object.fromEntries(builds.map((each) => [each.id, each])),
});
