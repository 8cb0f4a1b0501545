import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type Direction as ServerDirection,
  type ReadRevision,
  type ReadStreamOptions as ServerReadOptions,
} from '@eventstore/db-client';
import { checkFromRevision, checkStreamName, encodeAppend, pageSize } from '../checks.js';
import type { NewEvent, Position, RecordedEvent } from '../event.js';
import type { Appended, Delivery, ExpectedRevision, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../failures.js';
import type { EventStoreDbOptions, ServerEventStore } from '../open-event-store-db.js';
import { Appender } from './appender.js';
import { isStreamNotFound, readFailure } from './client-failures.js';
import { Connection, FROM_LEADER } from './connection.js';
import { checkPrefix, clientFor } from './connection-string.js';
import { Following } from './follow-server.js';
import { LiveSubscription } from './live-subscription.js';
import { LogPages } from './log-pages.js';
import { RestoreMark } from './restore-mark.js';
import { OwnEvents, positionOf, type ServerEvent } from './server-event.js';
import { isServerPosition, serverPosition } from './server-position.js';
import { TIMING, type Timing } from './timing.js';

/** The event store on a server of EventStoreDB. */
export class EventStoreDb implements ServerEventStore {
  readonly #appender: Appender;
  readonly #pages: LogPages;
  readonly #restoring: RestoreMark;
  readonly #closing = new AbortController();
  readonly #calls = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  private constructor(
    private readonly connection: Connection,
    private readonly own: OwnEvents,
    private readonly timing: Timing,
    private readonly warn: (message: string) => void,
  ) {
    this.#appender = new Appender(connection, timing);
    this.#pages = new LogPages(connection, own);
    this.#restoring = new RestoreMark(connection, timing, own.prefix);
  }

  /** As `openEventStoreDb`. */
  static async open({ url, prefix = '', warn }: EventStoreDbOptions, timing: Timing = TIMING): Promise<EventStoreDb> {
    checkPrefix(prefix);
    const connection = new Connection((generation) => clientFor(url, generation), timing, warn);
    try {
      await connection.check();
    } catch (error) {
      await connection.close();
      throw error;
    }
    return new EventStoreDb(connection, new OwnEvents(prefix, warn), timing, warn);
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    return this.#call(async () => {
      const encoded = encodeAppend(stream, events, expected);
      if (encoded.length === 0) return this.#presentEnd(stream, expected);
      const { revision, position } = await this.#appender.append(stream, this.#serverStream(stream), encoded, expected);
      return { revision, position: position ?? (await this.#positionOf(stream, revision)) };
    });
  }

  readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.#call(async () => {
      const { direction = 'forward', fromRevision } = options;
      checkStreamName(stream);
      checkFromRevision(fromRevision);
      const maxCount = pageSize(options.maxCount);
      return this.#page(stream, direction === 'forward' ? FORWARDS : BACKWARDS, fromRevision, maxCount);
    });
  }

  readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.#call(async () => this.#pages.after(options.after, pageSize(options.maxCount)));
  }

  head(): Promise<Position | undefined> {
    return this.#call(() => this.#pages.head());
  }

  eventAt(position: Position): Promise<RecordedEvent | undefined> {
    return this.#call(() => this.#pages.at(position));
  }

  eventsAfter(position: Position | undefined): Promise<number> {
    return this.#call(async () => {
      if (position !== undefined) serverPosition(position);
      return this.#pages.countAfter(position);
    });
  }

  isPosition(text: string): boolean {
    return isServerPosition(text);
  }

  isBeingRestored(): Promise<boolean> {
    return this.#call(() => this.#restoring.isSet());
  }

  tellBeingRestored(isBeingRestored: boolean): Promise<void> {
    return this.#call(() => this.#restoring.set(isBeingRestored));
  }

  subscribe(after: Position | undefined, signal: AbortSignal): AsyncIterable<Delivery> {
    if (after !== undefined) serverPosition(after);
    const { connection, own, timing, warn } = this;
    const server = {
      subscribe: (from: Position | undefined) => new LiveSubscription(connection, own.prefix, from),
      own: (events: readonly ServerEvent[]) => own.among(events),
      end: async () => {
        await connection.steady();
        return this.#pages.end();
      },
      stands: (position: Position) => this.#pages.stands(position),
      closing: this.#closing.signal,
      timing,
      warn,
    };
    return new Following(server, after, signal).deliveries();
  }

  /** Waits for what was asked before; subscriptions end. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#calls);
    await this.connection.close();
  }

  /** What is asked of the store: refused when it is closed, waited for when it is being closed. */
  #call<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('the event store is closed'));
    const asked = ask();
    this.#calls.add(asked);
    const forget = (): void => void this.#calls.delete(asked);
    asked.then(forget, forget);
    return asked;
  }

  #serverStream(stream: string): string {
    return this.own.prefix + stream;
  }

  /** A page of the log's own events: only the stream's end makes it a short one, and not another's events among them. */
  async #page(stream: string, direction: ServerDirection, fromRevision: number | undefined, maxCount: number): Promise<RecordedEvent[]> {
    const page: RecordedEvent[] = [];
    let next: ReadRevision = fromRevision === undefined ? (direction === FORWARDS ? START : END) : BigInt(fromRevision);
    for (;;) {
      const asked = maxCount - page.length;
      const read = await this.#read(stream, { direction, fromRevision: next, maxCount: asked });
      page.push(...this.own.among(read));
      const last = read.at(-1);
      if (page.length === maxCount || read.length < asked || !last) return page;
      if (direction === BACKWARDS && last.revision === 0n) return page;
      next = direction === FORWARDS ? last.revision + 1n : last.revision - 1n;
    }
  }

  async #read(stream: string, options: ServerReadOptions): Promise<ServerEvent[]> {
    try {
      const read = await this.connection.collect((client) => client.readStream(this.#serverStream(stream), { ...options, ...FROM_LEADER }));
      return read.flatMap(({ event }) => event ?? []);
    } catch (error) {
      if (isStreamNotFound(error)) return [];
      throw readFailure(error, stream);
    }
  }

  /** What an append of no events answers: the server would take any expectation. */
  async #presentEnd(stream: string, expected: ExpectedRevision): Promise<Appended> {
    const [last] = await this.#read(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    const actual = last ? Number(last.revision) : 'none';
    if (expected !== 'any' && expected !== actual) throw new WrongExpectedRevision(stream, expected, actual);
    return last ? { revision: Number(last.revision), position: positionOf(last) } : { revision: -1, position: '' };
  }

  /** For an append that is in the log, of which the server did not say where. Sent again, it is asked again. */
  async #positionOf(stream: string, revision: number): Promise<Position> {
    const [event] = await this.#read(stream, { direction: FORWARDS, fromRevision: BigInt(revision), maxCount: 1 }).catch(
      (error: unknown) => {
        throw new OutcomeUnknown(`where the append to ${stream} ended could not be read`, { cause: error });
      },
    );
    if (!event || Number(event.revision) !== revision) throw new OutcomeUnknown(`where the append to ${stream} ended could not be read`);
    return positionOf(event);
  }
}
