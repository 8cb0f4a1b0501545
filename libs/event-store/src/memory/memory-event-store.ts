import { Bell } from '../bell.js';
import { checkFromRevision, checkStreamName, encodeAppend, pageSize, type EncodedEvent } from '../checks.js';
import { canonicalEvent } from '../digest.js';
import type { NewEvent, Position, RecordedEvent } from '../event.js';
import type { Appended, Delivery, EventStore, ExpectedRevision, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../failures.js';
import { followLog } from '../follow-log.js';
import { isNumberedPosition, ordinalOf, positionOf } from '../numbered-position.js';

interface Stored {
  readonly id: string;
  readonly ordinal: number;
  readonly bytes: string;
  readonly digest: string;
}

const read = ({ bytes, ordinal, digest }: Stored): RecordedEvent => ({
  ...(JSON.parse(bytes) as RecordedEvent),
  position: positionOf(ordinal),
  digest,
});

/** The port's reference model, for tests only: plain and slow, and it can be told to fail. */
export class MemoryEventStore implements EventStore {
  readonly #log: Stored[];
  readonly #streams: Map<string, Stored[]>;
  readonly #bells = new Set<Bell>();
  #loseAcknowledgements = 0;
  #unavailable = false;
  #closed = false;
  #held: Promise<void> | undefined;

  /** `before`: an instance that was closed, whose log is opened again. */
  constructor(before?: MemoryEventStore) {
    this.#log = before ? before.#log : [];
    this.#streams = before ? before.#streams : new Map<string, Stored[]>();
  }

  // ---- faults

  /** The next append (or the next `count`) is written, and fails with OutcomeUnknown. */
  loseNextAcknowledgement(count = 1): void {
    this.#loseAcknowledgements += count;
  }

  /** While true, everything fails with StoreUnavailable, and subscriptions wait. */
  set unavailable(value: boolean) {
    this.#unavailable = value;
    this.#ring();
  }

  /** Appends wait, unwritten, until the function it gives is called. */
  holdAppends(): () => void {
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      release = () => {
        this.#held = undefined;
        resolve();
      };
    });
    return release;
  }

  // ---- the port

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const encoded = encodeAppend(stream, events, expected);
    if (this.#held) await this.#held;
    this.#checkAvailable();
    const appended = this.#append(stream, encoded, expected);
    this.#ring();
    if (this.#loseAcknowledgements > 0) {
      this.#loseAcknowledgements--;
      throw new OutcomeUnknown('the acknowledgement was lost');
    }
    return appended;
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    checkStreamName(stream);
    checkFromRevision(options.fromRevision);
    const count = pageSize(options.maxCount);
    this.#checkAvailable();
    const events = this.#streams.get(stream) ?? [];
    const { direction = 'forward', fromRevision } = options;
    if (direction === 'forward') return events.slice(fromRevision ?? 0, (fromRevision ?? 0) + count).map(read);
    const behind = Math.min((fromRevision ?? Infinity) + 1, events.length);
    return events
      .slice(Math.max(0, behind - count), behind)
      .reverse()
      .map(read);
  }

  async readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    const after = ordinalOf(options.after);
    const count = pageSize(options.maxCount);
    this.#checkAvailable();
    return this.#log.slice(after, after + count).map(read);
  }

  async head(): Promise<Position | undefined> {
    this.#checkAvailable();
    return this.#log.length === 0 ? undefined : positionOf(this.#log.length);
  }

  async eventAt(position: Position): Promise<RecordedEvent | undefined> {
    const stored = this.#log[ordinalOf(position) - 1];
    this.#checkAvailable();
    return stored && read(stored);
  }

  async eventsAfter(position: Position | undefined): Promise<number> {
    const after = ordinalOf(position);
    this.#checkAvailable();
    return Math.max(0, this.#log.length - after);
  }

  isPosition(text: string): boolean {
    return isNumberedPosition(text);
  }

  subscribe(after: Position | undefined, signal: AbortSignal): AsyncIterable<Delivery> {
    ordinalOf(after);
    const page = async (position: Position | undefined): Promise<readonly RecordedEvent[]> => {
      if (this.#closed) throw new StoreUnavailable('the event store is closed');
      while (this.#unavailable && !signal.aborted) await this.#rung(signal);
      return signal.aborted ? [] : this.readAll(position === undefined ? {} : { after: position });
    };
    return followLog({ page, watch: () => this.#bell() }, after, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#ring();
  }

  // ---- inside

  #append(stream: string, events: readonly EncodedEvent[], expected: ExpectedRevision): Appended {
    const present = this.#streams.get(stream) ?? [];
    if (events.length > 0) {
      const repeated = repeatedAt(present, events, expected);
      if (repeated) return { revision: present.indexOf(repeated), position: positionOf(repeated.ordinal) };
    }
    const actual = present.length === 0 ? 'none' : present.length - 1;
    const startsButDiffers = expected === 'any' && events.length > 0 && present.some(({ id }) => id === events[0]?.id);
    if ((expected !== 'any' && expected !== actual) || startsButDiffers) throw new WrongExpectedRevision(stream, expected, actual);
    for (const event of events) {
      const stored = { id: event.id, ordinal: this.#log.length + 1, ...canonicalEvent(event, present.length) };
      this.#log.push(stored);
      present.push(stored);
      this.#streams.set(stream, present);
    }
    const last = present.at(-1);
    return { revision: present.length - 1, position: last ? positionOf(last.ordinal) : '' };
  }

  #checkAvailable(): void {
    if (this.#closed) throw new StoreUnavailable('the event store is closed');
    if (this.#unavailable) throw new StoreUnavailable('the event store is not available');
  }

  #bell(): Bell {
    const bell = new Bell((closed) => this.#bells.delete(closed));
    this.#bells.add(bell);
    return bell;
  }

  async #rung(signal: AbortSignal): Promise<void> {
    const bell = this.#bell();
    await bell.changed(signal);
    bell.close();
  }

  #ring(): void {
    for (const bell of this.#bells) bell.ring();
  }
}

/** Where an append that has been written before ends, if it has: its ids stand in a row behind the expected revision; at `any`, each of
 *  them stands somewhere in the stream. An append at the present revision is never a repetition. */
const repeatedAt = (present: readonly Stored[], events: readonly EncodedEvent[], expected: ExpectedRevision): Stored | undefined => {
  const places = events.map(({ id }, index) =>
    expected === 'any' ? present.findLast((stored) => stored.id === id) : present[(expected === 'none' ? 0 : expected + 1) + index],
  );
  return places.every((stored, index) => stored?.id === events[index]?.id) ? places.at(-1) : undefined;
};
