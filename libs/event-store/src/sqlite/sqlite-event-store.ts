import { pageSize } from '../checks.js';
import type { NewEvent, Position, RecordedEvent } from '../event.js';
import type { Appended, Delivery, EventStore, ExpectedRevision, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { startWorker } from '../start-worker.js';
import type { WriterData } from './append-wire.js';
import type { DataFolder } from './data-folder.js';
import { HeadAnnouncer } from './head-channel.js';
import { KnownEnds } from './known-ends.js';
import { identityOf } from './log-file.js';
import { SqliteEventReader } from './sqlite-event-reader.js';
import { WriterThread, type WriterPort } from './writer-thread.js';

/** The log's file in the data folder. */
export const EVENTS_FILE = 'events.db';

export interface SqliteEventStoreOptions {
  /** The data folder, open: it says that this process is the only one that writes. It stays open when the store is closed. */
  readonly folder: DataFolder;
  /** Takes what is wrong without any append failing by it: one line each. Default: a warning of the process. */
  readonly warn?: (message: string) => void;
  /** Told of each commit how many appends it has answered. */
  readonly committed?: (appends: number) => void;
  /** Starts the writer's thread. Default: a worker thread. */
  readonly startWriter?: (data: WriterData) => WriterPort;
}

/** The embedded event store: one SQLite file. A thread of its own writes, in groups; reads are short statements in the calling thread. */
export class SqliteEventStore implements EventStore {
  private constructor(
    /** The log's file, for readers in other threads (`SqliteEventReader.open`). */
    readonly file: string,
    private readonly writer: WriterThread,
    private readonly reader: SqliteEventReader,
    private readonly ends: KnownEnds,
  ) {}

  /** Opens the folder's log, or begins one. Fails with CannotOpen. */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const { folder, warn = warnOfProcess, startWriter = startWriterThread, committed = () => undefined } = options;
    const file = identityOf(folder.file(EVENTS_FILE));
    const ends = new KnownEnds();
    const died = (): void => {
      ends.forget();
      announceAnew(file);
    };
    const appended = (stream: string, revision: number): void => ends.reached(stream, revision);
    const writer = new WriterThread({ startWriter: () => startWriter({ file }), warn, died, appended, committed });
    await writer.open();
    try {
      return new SqliteEventStore(file, writer, SqliteEventReader.open(file), ends);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return this.writer.append(stream, events, expected);
  }

  isBehindEnd(stream: string, revision: number): boolean {
    return this.ends.isBehindEnd(stream, revision);
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { direction = 'forward', fromRevision = 0, maxCount } = options;
    const count = pageSize(maxCount);
    if (direction === 'forward' && this.ends.isBehindEnd(stream, fromRevision)) return [];
    const page = await this.reader.readStream(stream, options);
    const last = page.at(-1);
    if (direction === 'forward' && last && page.length < count) this.ends.reached(stream, last.revision);
    return page;
  }

  readAll(options?: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    return this.reader.readAll(options);
  }

  head(): Promise<Position | undefined> {
    return this.reader.head();
  }

  eventAt(position: Position): Promise<RecordedEvent | undefined> {
    return this.reader.eventAt(position);
  }

  eventsAfter(position: Position | undefined): Promise<number> {
    return this.reader.eventsAfter(position);
  }

  isPosition(text: string): boolean {
    return this.reader.isPosition(text);
  }

  subscribe(after: Position | undefined, signal: AbortSignal): AsyncIterable<Delivery> {
    return this.reader.subscribe(after, signal);
  }

  /** Answers all appends before, and ends the writer's thread. */
  async close(): Promise<void> {
    await this.reader.close();
    await this.writer.close();
  }
}

const warnOfProcess = (message: string): void => process.emitWarning(message);

/** Has every subscription of the process look again. */
const announceAnew = (file: string): void => {
  const announcer = new HeadAnnouncer(file);
  announcer.announce(0);
  announcer.close();
};

const startWriterThread = (data: WriterData): WriterPort => startWorker(new URL('./writer.worker.js', import.meta.url), data);
