/** A projection's checkpoint: the last event it has finished with, taken or not. */
export interface Checkpoint {
  readonly position: string;
  readonly eventId: string;
  readonly logId: string;
  /** recordedAt of that event (ISO 8601): lag in seconds is counted from it. */
  readonly recordedAt: string;
}

/** One build of a projection: its documents stand in collections whose names carry the build's id. */
export interface Build {
  readonly id: string;
  /** Of the code and of the settings that it folds by. */
  readonly version: string;
  readonly logId: string;
  /** Names (without the build) of its collections: what must be dropped with it, even by a program that no longer knows them. */
  readonly collections: readonly string[];
  readonly startedAt: string;
  readonly checkpoint?: Checkpoint;
  /** Set when another build took over: from then on it is only fed until its cursors have expired. */
  readonly retiredAt?: string;
  /** Set when a fold threw: the position of the event, and what it said. */
  readonly stopped?: { readonly position: string; readonly reason: string };
}

/** Everything about one projection's builds. `revision` counts its changes other than checkpoints. */
export interface ProjectionRecord {
  readonly projection: string;
  readonly revision: number;
  readonly serving?: string;
  /** Versions that another one took over from, the last one last. */
  readonly superseded?: readonly string[];
  /** The term of whoever works on the projection, by the lease that it holds: whoever has a smaller one may change nothing here any more. */
  readonly terms?: Readonly<Record<string, number>>;
  readonly builds: Readonly<Record<string, Build>>;
}

/** Who does what only one should do at a time. It bears no time: whoever waits for it judges by its own clock for how long the fence has not changed. */
export interface Lease {
  /** Grows by 1 with each change; 0: nobody has ever had it. */
  readonly fence: number;
  /** Absent: it was given back, or never taken. */
  readonly holder?: string;
}

/** All values of one order are of one kind: strings, which compare by their UTF-8 bytes, or finite numbers. */
export type OrderValue = string | number;

/** A collection as it is defined: its name (without a build) and the orders in which it can be listed. */
export interface CollectionDefinition {
  readonly name: string;
  /** Names of the orders; each document gives a value for each. Ties are broken by id, in the same direction. */
  readonly orders: readonly string[];
  /** `false`: never found by terms (no postings are kept). Default true. */
  readonly terms?: boolean;
  /** Fields of the bodies whose keys people name themselves: a store that shows bodies to analysts shows these as lists of `{k, v}`. */
  readonly maps?: readonly string[];
}

/** A document as it is put. An older or equal position changes nothing. Ids, terms and values are well-formed Unicode and not empty ids. */
export interface Put {
  readonly id: string;
  /** Of the last event that changed it. */
  readonly position: string;
  /** Equality filters: `status:open`, `team:…`. A set: repeating one says nothing more. */
  readonly terms: readonly string[];
  /** A value for each order of the collection. */
  readonly orders: Readonly<Record<string, OrderValue>>;
  readonly body: object;
}

/** Leaves a tombstone with its position, which guards like a document does. */
export interface Removal {
  readonly id: string;
  readonly position: string;
}

export interface StoredDocument<Body = unknown> {
  readonly id: string;
  readonly position: string;
  readonly terms: readonly string[];
  /** The body as it was put (parsed on first use where the store keeps text). */
  readonly body: Body;
  /** The body as JSON text, without parsing it where the store keeps text. */
  readonly json: string;
}

/** What the projection engine reads: documents and tombstones. */
export type Guarded<Body = unknown> =
  ({ readonly removed: false } & StoredDocument<Body>) | { readonly removed: true; readonly id: string; readonly position: string };

export interface Find {
  /** All of these terms must be there. */
  readonly all?: readonly string[];
  /** From each of these groups, at least one. */
  readonly any?: readonly (readonly string[])[];
  /** None of these. */
  readonly none?: readonly string[];
  readonly order: string;
  readonly direction?: 'ascending' | 'descending';
  /** On the order's value: from inclusive, to exclusive. */
  readonly range?: { readonly from?: OrderValue; readonly to?: OrderValue };
  /** Exclusive: where the page before ended. */
  readonly after?: PageEnd;
  /** 1 … FIND_LIMIT_MAX. */
  readonly limit: number;
}

/** The last document examined: the next page begins behind it. */
export interface PageEnd {
  readonly value: OrderValue;
  readonly id: string;
}

export interface Page<Body = unknown> {
  readonly items: readonly StoredDocument<Body>[];
  /** Absent at the end of the list. */
  readonly next?: PageEnd;
  /** True when the cap on examined documents ended this page early; go on from `next`. */
  readonly partial: boolean;
}

/** `exact`: that many. `more`: more than `count`, which is the cap. `atLeast`: the cap on examined documents was met. */
export interface Count {
  readonly count: number;
  readonly is: 'exact' | 'more' | 'atLeast';
}

/** One projection's writes. Where the store has transactions all of it commits at once; elsewhere in the order given
 *  (the collections as they stand in `writes`), the checkpoint last. A document that occurs twice ends as its newest position says. */
export interface Commit {
  readonly writes: readonly CollectionWrites[];
  readonly checkpoint?: { readonly projection: string; readonly build: string; readonly checkpoint: Checkpoint };
}

export interface CollectionWrites {
  /** The physical name: `collectionOf(name, build)`. */
  readonly collection: string;
  readonly puts: readonly Put[];
  readonly removals: readonly Removal[];
}

/** The reading half: what a gateway needs. Collections are named physically. Every read fails with UnknownCollection for one that is not
 *  defined; find and count with UnknownOrder, InvalidQuery or TooLarge, which name the field. */
export interface DocumentReader {
  get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined>;
  getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>>;
  find<Body>(collection: string, query: Find): Promise<Page<Body>>;
  /** Exact up to `cap` (default COUNT_CAP). */
  count(collection: string, query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap?: number): Promise<Count>;
  readProjection(projection: string): Promise<ProjectionRecord | undefined>;
  /** The listener is called some time after records or checkpoints may have changed, by whomever: read again then. It may be called
   *  without need, and once for several changes. Gives the way to stop watching. */
  watch(listener: () => void): () => void;
  close(): Promise<void>;
}

/** What the projector needs besides. */
export interface DocumentStore extends DocumentReader {
  /** Creates the collection and its indexes; does nothing where it stands as defined. Fails with DefinedOtherwise, InvalidDocument, TooLarge. */
  define(collection: string, definition: CollectionDefinition): Promise<void>;
  /** Documents and tombstones, as the engine must see them (MongoDB: from the primary, read concern majority). */
  getGuarded<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Guarded<Body>>>;
  /** Fails with UnknownCollection, UnknownBuild, InvalidDocument or TooLarge; then nothing was written (MongoDB: nothing that the guards don't cover). */
  commit(commit: Commit): Promise<void>;
  /** Writes the record, at revision `expected + 1`, if its revision is still `expected` (0: there is none yet). A build's checkpoint that is
   *  stored already is kept unless the record's is newer. False: somebody else was first, or `serving` would go over to a build whose
   *  checkpoint is behind that of the build that serves (nobody may be sent back in time); read again. */
  compareAndSetProjection(expected: number, next: ProjectionRecord): Promise<boolean>;
  /** As the newest write left it (MongoDB: from the primary, read concern majority). */
  readLease(name: string): Promise<Lease>;
  /** Gives the lease to a holder (undefined: to nobody) at fence `expected + 1`, if its fence is still `expected`. False: somebody else was first. */
  compareAndSetLease(name: string, expected: number, holder: string | undefined): Promise<boolean>;
  /** Removes a collection with its tombstones; does nothing where there is none. */
  drop(collection: string): Promise<void>;
}

/** The physical name of a build's collection. */
export const collectionOf = (name: string, build: string): string => `${name}@${build}`;

/** Do they define the same collection? The order in which the orders stand says nothing. */
export const sameDefinition = (a: CollectionDefinition, b: CollectionDefinition): boolean =>
  a.name === b.name &&
  (a.terms ?? true) === (b.terms ?? true) &&
  JSON.stringify([...a.orders].sort()) === JSON.stringify([...b.orders].sort());
