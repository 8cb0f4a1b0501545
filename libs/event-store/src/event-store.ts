import type { NewEvent, Position, RecordedEvent } from './event.js';

/** The revision that the stream's last event must have; `none`: the stream must not exist; `any`: no condition. */
export type ExpectedRevision = number | 'none' | 'any';

/** Where an append ended: the revision and the position at which its last event is read. */
export interface Appended {
  readonly revision: number;
  readonly position: Position;
}

export interface ReadStreamOptions {
  /** Default `forward`. */
  readonly direction?: 'forward' | 'backward';
  /** Inclusive. Default: the first event forward, the last one backward. */
  readonly fromRevision?: number;
  /** 1 … READ_PAGE_EVENTS_MAX; default READ_PAGE_EVENTS_MAX. */
  readonly maxCount?: number;
}

export interface ReadAllOptions {
  /** Exclusive; absent: from the log's first event. */
  readonly after?: Position;
  readonly maxCount?: number;
}

/** What a subscription hands out. `caughtUp` stands in band: after every event that precedes it. */
export type Delivery =
  | { readonly kind: 'events'; readonly events: readonly RecordedEvent[] }
  /** `position` is the last one delivered or `after`, undefined on an empty log. */
  | { readonly kind: 'caughtUp'; readonly position: Position | undefined };

/** Where Nest's container has the EventReader: for what reads streams themselves, as a history does. */
export const EVENT_READER = Symbol('docket.EventReader');

/** The reading half: what a projector or an auditor needs. */
export interface EventReader {
  /** A page of a stream's events; an absent stream gives [], and so does a place beyond its end, forward: backward, reading begins with the last event then. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /** A page of the log in its global order. A position that this store never gives (malformed) fails with InvalidPosition. */
  readAll(options?: ReadAllOptions): Promise<readonly RecordedEvent[]>;
  /** The position of the log's last event; undefined on an empty log. */
  head(): Promise<Position | undefined>;
  /** The event at exactly this position; undefined: none stands there. Fails with InvalidPosition for a malformed one. */
  eventAt(position: Position): Promise<RecordedEvent | undefined>;
  /** How many events stand after a position (absent: in the whole log): exact where the store numbers its events, else an
   *  estimate that is 0 only at the head. For progress, never for correctness. */
  eventsAfter(position: Position | undefined): Promise<number>;
  /** Is it of the form that this store's positions have? Says nothing about whether an event stands there. */
  isPosition(text: string): boolean;
  /** Events after a position, then live, in order, until the signal aborts (the iteration then ends without an error).
   *  Drops are mended inside: the iteration resumes after the last event handed out. A slow consumer holds nothing but one page. */
  subscribe(after: Position | undefined, signal: AbortSignal): AsyncIterable<Delivery>;
  close(): Promise<void>;
}

export interface EventStore extends EventReader {
  /** Atomic, durable when it resolves. No events: succeeds, creates nothing, answers the present end (revision -1 and position '' for an absent stream).
   *  Fails with WrongExpectedRevision, OutcomeUnknown, StreamGone, StoreUnavailable, TooLarge or InvalidEvent. */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended>;
  /** Is it known without a read that the stream's last event stands before this revision? Each command asks what follows on what it knows, and mostly nothing
   *  does: a store that alone writes its log can tell at once. False, or a store that never can (absent): a read tells. */
  isBehindEnd?(stream: string, revision: number): boolean;
}
