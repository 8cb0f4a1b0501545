import {
  type Appended,
  type Delivery,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  StoreUnavailable,
} from '@docket/event-store';
import { OpenedLate } from './opened-late.js';

/** An event store that may be used before its server has answered for the first time: until then every call fails with StoreUnavailable. */
export class LateEventStore implements EventStore {
  readonly #late: OpenedLate<EventStore>;

  constructor(open: () => Promise<EventStore>) {
    this.#late = new OpenedLate(open);
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return (await this.#late.get()).append(stream, events, expected);
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return (await this.#late.get()).readStream(stream, options);
  }

  async readAll(options?: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    return (await this.#late.get()).readAll(options);
  }

  async head(): Promise<Position | undefined> {
    return (await this.#late.get()).head();
  }

  async eventAt(position: Position): Promise<RecordedEvent | undefined> {
    return (await this.#late.get()).eventAt(position);
  }

  async eventsAfter(position: Position | undefined): Promise<number> {
    return (await this.#late.get()).eventsAfter(position);
  }

  /** Throws StoreUnavailable while nobody can tell. */
  isPosition(text: string): boolean {
    const { store } = this.#late;
    if (!store) throw new StoreUnavailable('the event store has not answered yet');
    return store.isPosition(text);
  }

  async *subscribe(after: Position | undefined, signal: AbortSignal): AsyncGenerator<Delivery, void, void> {
    yield* (await this.#late.get()).subscribe(after, signal);
  }

  close(): Promise<void> {
    return this.#late.close();
  }
}
