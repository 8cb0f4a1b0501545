import { OutcomeUnknown, StoreUnavailable } from '@docket/event-store';
import type {
  Appended,
  Delivery,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
} from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';

/** A store that lets others in between, and programs that die at a given place. */
export class FaultyStore implements EventStore {
  private crashType: string | undefined;
  private interruption: (() => Promise<void>) | undefined;
  private unknown = false;
  /** Streams that were read, in order. */
  readonly reads: string[] = [];
  /** While true, appends and streams fail with StoreUnavailable. */
  unavailable = false;

  constructor(private readonly store: EventStore = new MemoryEventStore()) {}

  /** Whoever writes an event of this type next does not live to see it: the append is written, and ends in an error that nobody handles. */
  crashBehind(type: string): void {
    this.crashType = type;
  }

  /** Somebody acts just before the next append is looked at. */
  beforeNextAppend(act: () => Promise<void>): void {
    this.interruption = act;
  }

  /** The append at hand is not written, and nobody knows. */
  failNext(_: 'unknown and unwritten'): void {
    this.unknown = true;
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const act = this.interruption;
    this.interruption = undefined;
    await act?.();
    if (act && this.unknown) {
      this.unknown = false;
      throw new OutcomeUnknown('nobody knows');
    }
    this.#checkAvailable();
    const appended = await this.store.append(stream, events, expected);
    if (events.some(({ type }) => type === this.crashType)) {
      this.crashType = undefined;
      throw new Error('crashed');
    }
    return appended;
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    this.reads.push(stream);
    this.#checkAvailable();
    return this.store.readStream(stream, options);
  }

  readAll(options?: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    return this.store.readAll(options);
  }

  head(): Promise<Position | undefined> {
    return this.store.head();
  }

  eventAt(position: Position): Promise<RecordedEvent | undefined> {
    return this.store.eventAt(position);
  }

  eventsAfter(position: Position | undefined): Promise<number> {
    return this.store.eventsAfter(position);
  }

  isPosition(text: string): boolean {
    return this.store.isPosition(text);
  }

  subscribe(after: Position | undefined, signal: AbortSignal): AsyncIterable<Delivery> {
    return this.store.subscribe(after, signal);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  #checkAvailable(): void {
    if (this.unavailable) throw new StoreUnavailable('the event store is not available');
  }
}
