import type Database from 'better-sqlite3';
import type { RecordedEvent } from '../event.js';
import { positionOf } from '../numbered-position.js';
import { RecentlyUsed } from './recently-used.js';

/** A row as SQLite gives it. */
export type StoredRow = [ordinal: number, bytes: string, digest: string];

/** Streams whose numbers a connection remembers, at least; a stream keeps its number for ever. */
const KNOWN_STREAMS = 20_000;

export const eventOf = ([ordinal, bytes, digest]: StoredRow): RecordedEvent => {
  const event = JSON.parse(bytes) as { -readonly [Field in keyof RecordedEvent]: RecordedEvent[Field] };
  event.position = positionOf(ordinal);
  event.digest = digest;
  return event;
};

/** The statements that read a log, on one connection. All of them are done when they return: no cursor stays open. */
export class StoredEvents {
  readonly #streams = new RecentlyUsed<number>(KNOWN_STREAMS);
  readonly #streamId: Database.Statement<[string], number>;
  readonly #forward: Database.Statement<[number, number, number], StoredRow>;
  readonly #backward: Database.Statement<[number, number, number], StoredRow>;
  readonly #after: Database.Statement<[number, number], StoredRow>;
  readonly #at: Database.Statement<[number], StoredRow>;
  readonly #head: Database.Statement<[], number | null>;

  constructor(db: Database.Database) {
    const row = 'SELECT position, bytes, digest FROM events';
    this.#streamId = db.prepare<[string], number>('SELECT id FROM streams WHERE name = ?').pluck();
    this.#forward = db
      .prepare<[number, number, number], StoredRow>(`${row} WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`)
      .raw();
    this.#backward = db
      .prepare<[number, number, number], StoredRow>(`${row} WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`)
      .raw();
    this.#after = db.prepare<[number, number], StoredRow>(`${row} WHERE position > ? ORDER BY position LIMIT ?`).raw();
    this.#at = db.prepare<[number], StoredRow>(`${row} WHERE position = ?`).raw();
    this.#head = db.prepare<[], number | null>('SELECT max(position) FROM events').pluck();
  }

  /** The number of a stream; undefined where there is none. */
  streamId(name: string): number | undefined {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const id = this.#streamId.get(name);
    if (id !== undefined) this.#streams.set(name, id);
    return id;
  }

  /** For a connection that has rolled back: what it read may never have been. */
  forget(): void {
    this.#streams.clear();
  }

  forward(stream: number, fromRevision: number, count: number): StoredRow[] {
    return this.#forward.all(stream, fromRevision, count);
  }

  backward(stream: number, fromRevision: number, count: number): StoredRow[] {
    return this.#backward.all(stream, fromRevision, count);
  }

  after(ordinal: number, count: number): StoredRow[] {
    return this.#after.all(ordinal, count);
  }

  at(ordinal: number): StoredRow | undefined {
    return this.#at.get(ordinal);
  }

  /** The ordinal of the last event; 0 on an empty log. */
  head(): number {
    return this.#head.get() ?? 0;
  }
}
