import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { LogFile } from './log-file.js';
import { type LogEntry, type LoggedRecord, type ProposedEvent, sizeInLog } from './record.js';
import { Stream } from './stream.js';

/** The stream of a stream's metadata, and back. */
const METADATA_STREAM_PREFIX = '$$';

/** Where the first record stands: a real log begins with records of the server's own. */
const FIRST_POSITION = 1_346n;

/**
 * All events in the order of their positions, and the streams. An append is decided and numbered at once, and committed a turn of the event
 * loop later, with those that came meanwhile: written to the file if there is one, then shown to readers and subscribers.
 */
export class Log {
  /** How many records are committed: no reader sees more. */
  committed = 0;
  private readonly records: LoggedRecord[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly indexes = new Map<bigint, number>();
  private readonly commits = new EventEmitter<{ committed: [readonly LoggedRecord[]] }>().setMaxListeners(0);
  private nextPosition = FIRST_POSITION;
  private unwritten: LogEntry[] = [];
  private commit: Promise<void> | undefined;
  private readonly file: LogFile | undefined;

  constructor(folder?: string) {
    this.file = folder === undefined ? undefined : new LogFile(folder);
    for (const entry of this.file?.entries ?? []) this.add(entry);
    this.committed = this.records.length;
  }

  stream(name: string): Stream {
    let stream = this.streams.get(name);
    if (!stream) this.streams.set(name, (stream = new Stream()));
    return stream;
  }

  /** The committed record at this place of `$all`. */
  at(index: number): LoggedRecord | undefined {
    return index < this.committed ? this.records[index] : undefined;
  }

  /** The place in `$all` of the record at this position; the end for a position beyond it; `undefined` where no record begins. */
  indexOf(position: bigint): number | undefined {
    return position >= this.nextPosition ? this.records.length : this.indexes.get(position);
  }

  /** Numbers the events; they count as written when `settled` resolves. */
  append(stream: string, events: readonly ProposedEvent[], createdTicks: bigint): readonly LoggedRecord[] {
    const entry = { stream, createdTicks, events };
    this.unwritten.push(entry);
    return this.add(entry);
  }

  /** Resolves when all that was appended so far is durable and visible. */
  settled(): Promise<void> {
    if (this.unwritten.length === 0) return Promise.resolve();
    this.commit ??= setImmediate().then(() => this.commitAll());
    return this.commit;
  }

  /** Calls the listener with each commit's records, until the returned function is called. */
  onCommit(listener: (records: readonly LoggedRecord[]) => void): () => void {
    this.commits.on('committed', listener);
    return () => void this.commits.off('committed', listener);
  }

  close(): void {
    this.file?.close();
  }

  private commitAll(): void {
    const entries = this.unwritten;
    this.unwritten = [];
    this.commit = undefined;
    this.file?.write(entries);
    const from = this.committed;
    this.committed = this.records.length;
    this.commits.emit('committed', this.records.slice(from));
  }

  private add({ stream: name, createdTicks, events }: LogEntry): readonly LoggedRecord[] {
    const stream = this.stream(name);
    const added = events.map((event) => {
      const position = this.nextPosition;
      const record = {
        ...event,
        stream: name,
        createdTicks,
        position,
        revision: stream.nextRevision(event.type),
        index: this.records.length,
      };
      this.nextPosition += sizeInLog(name, event);
      this.indexes.set(position, record.index);
      this.records.push(record);
      stream.add(record);
      return record;
    });
    const last = added.at(-1);
    if (name.startsWith(METADATA_STREAM_PREFIX) && last)
      this.stream(name.slice(METADATA_STREAM_PREFIX.length)).limit(JSON.parse(Buffer.from(last.data).toString('utf8')) as object);
    return added;
  }
}
