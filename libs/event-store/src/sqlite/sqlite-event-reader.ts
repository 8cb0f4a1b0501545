import type Database from 'better-sqlite3';
import { checkFromRevision, checkStreamName, pageSize } from '../checks.js';
import type { Position, RecordedEvent } from '../event.js';
import type { Delivery, EventReader, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { StoreUnavailable } from '../failures.js';
import { followLog } from '../follow-log.js';
import { isNumberedPosition, ordinalOf, positionOf } from '../numbered-position.js';
import { HeadListener } from './head-channel.js';
import { identityOf, openForReading } from './log-file.js';
import { codeOf, reasonOf } from './sqlite-error.js';
import { eventOf, StoredEvents } from './stored-events.js';

/** Reads an event log in the thread that opened it, on a connection of its own. Every read is one short statement. */
export class SqliteEventReader implements EventReader {
  readonly #db: Database.Database;
  readonly #events: StoredEvents;
  readonly #listener: HeadListener;

  private constructor(file: string) {
    this.#db = openForReading(file);
    this.#events = new StoredEvents(this.#db);
    this.#listener = new HeadListener(identityOf(file));
  }

  /** Opens a log that is there. Fails with CannotOpen. */
  static open(file: string): SqliteEventReader {
    return new SqliteEventReader(file);
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { direction, fromRevision, maxCount } = options;
    checkStreamName(stream);
    checkFromRevision(fromRevision);
    const count = pageSize(maxCount);
    return this.#read((events) => {
      const id = events.streamId(stream);
      if (id === undefined) return [];
      const rows =
        direction === 'backward'
          ? events.backward(id, fromRevision ?? Number.MAX_SAFE_INTEGER, count)
          : events.forward(id, fromRevision ?? 0, count);
      return rows.map(eventOf);
    });
  }

  async readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    const after = ordinalOf(options.after);
    const count = pageSize(options.maxCount);
    return this.#read((events) => events.after(after, count).map(eventOf));
  }

  async head(): Promise<Position | undefined> {
    const ordinal = this.#read((events) => events.head());
    return ordinal === 0 ? undefined : positionOf(ordinal);
  }

  async eventAt(position: Position): Promise<RecordedEvent | undefined> {
    const ordinal = ordinalOf(position);
    const row = this.#read((events) => events.at(ordinal));
    return row && eventOf(row);
  }

  async eventsAfter(position: Position | undefined): Promise<number> {
    const after = ordinalOf(position);
    return Math.max(0, this.#read((events) => events.head()) - after);
  }

  isPosition(text: string): boolean {
    return isNumberedPosition(text);
  }

  subscribe(after: Position | undefined, signal: AbortSignal): AsyncIterable<Delivery> {
    ordinalOf(after);
    const page = (position: Position | undefined): Promise<readonly RecordedEvent[]> =>
      this.readAll(position === undefined ? {} : { after: position });
    return followLog({ page, watch: () => this.#listener.watch() }, after, signal);
  }

  async close(): Promise<void> {
    this.#db.close();
    // Who waits for events reads once more, and learns that the store is closed.
    this.#listener.ring();
  }

  #read<Result>(read: (events: StoredEvents) => Result): Result {
    if (!this.#db.open) throw new StoreUnavailable('the event store is closed');
    try {
      return read(this.#events);
    } catch (error) {
      if (codeOf(error) === '') throw error;
      throw new StoreUnavailable(`the event log could not be read: ${reasonOf(error)}`, { cause: error });
    }
  }
}
