import { randomUUID } from 'node:crypto';
import type { EventMetadata, NewEvent, Position, RecordedEvent } from '../event.js';
import type { Delivery, EventReader, EventStore } from '../event-store.js';

/** A log of its own, empty at first, and the means to hurt what stands between it and a store. */
export interface EventStoreWorld {
  /** Opens the log. A world's log is open once at a time; after `close` it may be opened again and is as it was. */
  open(): Promise<EventStore>;
  /** The next append that is asked for after this has resolved is written, but its acknowledgement never arrives. */
  loseNextAcknowledgement(): Promise<void>;
  /** Breaks the connection between the open store and its log; the store finds its way back by itself. */
  disconnect(): Promise<void>;
  /** Takes the log away; open stores are closed already. */
  end(): Promise<void>;
}

export type EventStoreWorldFactory = () => Promise<EventStoreWorld>;

/** A world, and a store that is open on it: fresh for each test, or one for all tests of a block whose streams are their own. */
export class Bench {
  #world: EventStoreWorld | undefined;
  #store: EventStore | undefined;

  private constructor(private readonly factory: EventStoreWorldFactory) {}

  static forEachTest(factory: EventStoreWorldFactory): Bench {
    const bench = new Bench(factory);
    beforeEach(() => bench.#begin());
    afterEach(() => bench.#end());
    return bench;
  }

  static forAllTests(factory: EventStoreWorldFactory): Bench {
    const bench = new Bench(factory);
    beforeAll(() => bench.#begin());
    afterAll(() => bench.#end());
    return bench;
  }

  get world(): EventStoreWorld {
    if (!this.#world) throw new Error('no test is running');
    return this.#world;
  }

  get store(): EventStore {
    if (!this.#store) throw new Error('no test is running');
    return this.#store;
  }

  async reopen(): Promise<EventStore> {
    await this.store.close();
    this.#store = undefined;
    this.#store = await this.world.open();
    return this.#store;
  }

  async #begin(): Promise<void> {
    this.#world = await this.factory();
    this.#store = await this.#world.open();
  }

  async #end(): Promise<void> {
    await this.#store?.close();
    await this.#world?.end();
  }
}

/** For tests that write much, where a disk may be slow: how long they may take at most, in milliseconds. */
export const WRITES_MUCH_MS = 60_000;

export const metadata: EventMetadata = {
  schemaVersion: 1,
  recordedAt: '2024-05-20T08:15:30.123Z',
  occurredAt: '2024-05-20T08:15:30.123Z',
  actor: { kind: 'agent', id: '018f9c7e-0000-7000-8000-000000000001' },
  via: 'rest',
  commandId: '018f9c7e-0000-7000-8000-000000000002',
};

export const newEvent = (given: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'Noted',
  data: { text: 'x' },
  metadata,
  ...given,
});

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, () => newEvent());

export const newStream = (): string => `ticket-${randomUUID()}`;

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

/** Reads the log to its end, page by page. */
export const wholeLog = async (store: Pick<EventReader, 'readAll'>, maxCount?: number): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for (;;) {
    const after = all.at(-1)?.position;
    const page = await store.readAll({ ...(after === undefined ? {} : { after }), ...(maxCount === undefined ? {} : { maxCount }) });
    if (page.length === 0) return all;
    all.push(...page);
  }
};

/** What a subscription has handed out, and a way to wait for more of it. */
export class Subscriber {
  readonly deliveries: Delivery[] = [];
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  #arrived: () => void = () => undefined;
  #failure: unknown;

  constructor(store: Pick<EventStore, 'subscribe'>, after?: Position) {
    this.#ended = this.#take(store.subscribe(after, this.#abort.signal)).catch((error: unknown) => {
      this.#failure = error;
      this.#arrived();
    });
  }

  get events(): RecordedEvent[] {
    return this.deliveries.flatMap((delivery) => (delivery.kind === 'events' ? delivery.events : []));
  }

  get caughtUp(): boolean {
    return this.deliveries.some(({ kind }) => kind === 'caughtUp');
  }

  /** Waits until what has come satisfies the condition. */
  async until(condition: (subscriber: this) => boolean): Promise<this> {
    while (!condition(this)) {
      if (this.#failure !== undefined) throw this.#failure as Error;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    return this;
  }

  /** Aborts it; resolves when the iteration has ended, and fails where it ended with an error. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  async #take(deliveries: AsyncIterable<Delivery>): Promise<void> {
    for await (const delivery of deliveries) {
      this.deliveries.push(delivery);
      this.#arrived();
    }
  }
}
