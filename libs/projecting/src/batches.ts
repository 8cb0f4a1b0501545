import type { Delivery, RecordedEvent } from '@docket/event-store';
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX } from './limits.js';

/** What is folded at once: consecutive events of the log. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  /** True while further events are known to be there: a checkpoint that stands for no change can wait for them. */
  readonly more: boolean;
  /** True as soon as the reader has been at the log's head. */
  readonly caughtUp: boolean;
}

export interface BatchLimits {
  readonly events: number;
  readonly bytes: number;
}

export const BATCH_LIMITS: BatchLimits = { events: BATCH_EVENTS_MAX, bytes: BATCH_BYTES_MAX };

const IDLE = Symbol('nothing at hand');

/** Gathers the deliveries of one subscription into batches: as big as the limits allow while it catches up, whatever is at hand when it is
 *  live. While a batch is being folded, the page after it is already being fetched. */
export class Batches {
  readonly #deliveries: AsyncIterator<Delivery>;
  readonly #limits: () => BatchLimits;
  #next: Promise<IteratorResult<Delivery>> | undefined;
  #page: readonly RecordedEvent[] = [];
  #taken = 0;
  #caughtUp = false;

  /** `limits` is asked before each batch. */
  constructor(deliveries: AsyncIterable<Delivery>, limits: () => BatchLimits = () => BATCH_LIMITS) {
    this.#deliveries = deliveries[Symbol.asyncIterator]();
    this.#limits = limits;
  }

  /** undefined: the subscription has ended. A batch without events says that the reader has come to the head. */
  async next(): Promise<Batch | undefined> {
    const limits = this.#limits();
    const events: RecordedEvent[] = [];
    let bytes = 0;
    for (;;) {
      for (; this.#taken < this.#page.length; this.#taken++) {
        const event = this.#page[this.#taken] as RecordedEvent;
        const size = approximateBytes(event.data);
        // One event is always taken, however big.
        if (events.length > 0 && (events.length >= limits.events || bytes + size > limits.bytes)) return this.#batch(events, true);
        bytes += size;
        events.push(event);
      }
      const delivery = await this.#delivery(events.length > 0 && this.#caughtUp);
      if (delivery === IDLE) return this.#batch(events, false);
      if (delivery === undefined) return events.length > 0 ? this.#batch(events, false) : undefined;
      if (delivery.kind === 'caughtUp') {
        this.#caughtUp = true;
        return this.#batch(events, false);
      }
      this.#page = delivery.events;
      this.#taken = 0;
    }
  }

  /** Lets the subscription go, whose signal has been aborted: where a page was fetched ahead it waits for somebody to take the next one. */
  end(): void {
    // What it was good for is over, and so is what may be wrong with it.
    this.#deliveries.return?.().catch(() => undefined);
  }

  #batch(events: readonly RecordedEvent[], more: boolean): Batch {
    if (this.#taken >= this.#page.length) this.#next ??= this.#fetch();
    return { events, more, caughtUp: this.#caughtUp };
  }

  /** The next delivery; undefined at the end. Where events are waiting to be folded, only what is there within one turn of the loop. */
  async #delivery(onlyAtHand: boolean): Promise<Delivery | undefined | typeof IDLE> {
    this.#next ??= this.#fetch();
    const result = onlyAtHand ? await Promise.race([this.#next, nextTurn()]) : await this.#next;
    if (result === IDLE) return IDLE;
    this.#next = undefined;
    return result.done ? undefined : result.value;
  }

  #fetch(): Promise<IteratorResult<Delivery>> {
    const next = this.#deliveries.next();
    // It is awaited by the next call; until then a failure is not an unhandled one.
    next.catch(() => undefined);
    return next;
  }
}

/** Lets the loop turn: timers, messages and other readers have their turn. */
export const nextTurn = (): Promise<typeof IDLE> => new Promise((resolve) => setImmediate(resolve, IDLE));

const BYTES_OF_OTHER = 8;

/** What the value weighs in memory, roughly: the length of its texts and names, a word for everything else. */
export const approximateBytes = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return BYTES_OF_OTHER;
  let bytes = BYTES_OF_OTHER;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) bytes += approximateBytes(item);
    return bytes;
  }
  for (const name in value) bytes += name.length + approximateBytes((value as Record<string, unknown>)[name]);
  return bytes;
};
