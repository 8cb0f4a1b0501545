import type { Delivery, RecordedEvent } from '@docket/event-store';
import { approximateBytes, Batches, type Batch } from './batches.js';
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX } from './limits.js';
import { logOf } from './testing/parcels.js';
import { fuelled } from './testing/scene.js';

const events = (from: number, to: number): readonly RecordedEvent[] =>
  logOf(Array.from({ length: to }, fuelled))
    .slice(from, to)
    .map((event) => ({ ...event, digest: '' }));

const page = (from: number, to: number): Delivery => ({ kind: 'events', events: events(from, to) });
const caughtUp: Delivery = { kind: 'caughtUp', position: undefined };

/** Deliveries that the test hands out one by one. */
class Source implements AsyncIterable<Delivery> {
  readonly #ready: Delivery[] = [];
  #wanted: ((result: IteratorResult<Delivery>) => void) | undefined;
  asked = 0;

  give(...deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      if (this.#wanted) {
        const wanted = this.#wanted;
        this.#wanted = undefined;
        wanted({ done: false, value: delivery });
      } else this.#ready.push(delivery);
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Delivery> {
    return {
      next: () => {
        this.asked++;
        const value = this.#ready.shift();
        return value ? Promise.resolve({ done: false, value }) : new Promise((resolve) => (this.#wanted = resolve));
      },
    };
  }
}

const brief = (batch: Batch | undefined) => batch && { events: batch.events.length, more: batch.more, caughtUp: batch.caughtUp };

describe('batches', () => {
  it('are as big as the limit allows while the reader catches up, across pages', async () => {
    const source = new Source();
    source.give(page(0, 4), page(4, 8), page(8, 9), caughtUp);
    const batches = new Batches(source, () => ({ events: 6, bytes: 1_000_000 }));
    expect(brief(await batches.next())).toEqual({ events: 6, more: true, caughtUp: false });
    expect(brief(await batches.next())).toEqual({ events: 3, more: false, caughtUp: true });
  });

  it('say that the head is reached, also where no event is left over', async () => {
    const source = new Source();
    source.give(caughtUp);
    expect(brief(await new Batches(source).next())).toEqual({ events: 0, more: false, caughtUp: true });
    const other = new Source();
    other.give(page(0, 2), caughtUp);
    const full = new Batches(other, () => ({ events: 2, bytes: 1_000_000 }));
    expect(brief(await full.next())).toEqual({ events: 2, more: false, caughtUp: true });
  });

  it('hold what is at hand when the reader is live, and do not wait for more', async () => {
    const source = new Source();
    source.give(caughtUp, page(0, 1), page(1, 3));
    const batches = new Batches(source);
    await batches.next();
    expect(brief(await batches.next())).toEqual({ events: 3, more: false, caughtUp: true });
    const next = batches.next();
    source.give(page(3, 4));
    expect(brief(await next)).toEqual({ events: 1, more: false, caughtUp: true });
  });

  it('end before the event with which their bytes would pass the limit, but hold one at least', async () => {
    const source = new Source();
    source.give(page(0, 5), caughtUp);
    const each = approximateBytes(events(0, 1)[0]?.data);
    const batches = new Batches(source, () => ({ events: 100, bytes: 2 * each }));
    expect((await batches.next())?.events).toHaveLength(2);
    const tight = new Batches({ [Symbol.asyncIterator]: () => iterate([page(0, 2)]) }, () => ({ events: 100, bytes: 1 }));
    expect((await tight.next())?.events).toHaveLength(1);
    expect((await tight.next())?.events).toHaveLength(1);
    expect(await tight.next()).toBeUndefined();
  });

  it('hold as many events, and as much, as one batch may where nothing else is said', async () => {
    const many = events(0, BATCH_EVENTS_MAX + 1);
    const full = new Batches({ [Symbol.asyncIterator]: () => iterate([{ kind: 'events', events: many }]) });
    expect(brief(await full.next())).toMatchObject({ events: BATCH_EVENTS_MAX, more: true });
    expect(brief(await full.next())).toMatchObject({ events: 1, more: false });
    const [first] = events(0, 1);
    if (!first) throw new Error('no event');
    const half = { ...first, data: { text: 'x'.repeat(BATCH_BYTES_MAX / 2 - approximateBytes({ text: '' })) } };
    const big = new Batches({ [Symbol.asyncIterator]: () => iterate([{ kind: 'events', events: [half, half, first] }]) });
    expect(brief(await big.next())).toMatchObject({ events: 2, more: true });
    expect(brief(await big.next())).toMatchObject({ events: 1, more: false });
  });

  it('fetch one page ahead while a batch is being folded, not more', async () => {
    const source = new Source();
    source.give(page(0, 1), page(1, 2), page(2, 3));
    const batches = new Batches(source, () => ({ events: 1, bytes: 1_000_000 }));
    await batches.next();
    expect(source.asked).toBe(2);
    await batches.next();
    expect(source.asked).toBe(3);
  });

  it('end when the subscription ends, and fail when it fails', async () => {
    const ended = new Batches({ [Symbol.asyncIterator]: () => iterate([page(0, 1)]) });
    expect(brief(await ended.next())).toEqual({ events: 1, more: false, caughtUp: false });
    expect(await ended.next()).toBeUndefined();
    const failing = new Batches({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('cut')) }) });
    await expect(failing.next()).rejects.toThrow('cut');
  });
});

const iterate = async function* (deliveries: readonly Delivery[]): AsyncGenerator<Delivery> {
  yield* deliveries;
};

describe('the approximate size of a value', () => {
  it('counts texts and names by their length, and a word for all else', () => {
    expect(approximateBytes({ ab: 'xyz', n: 1, l: ['q', null], o: { t: true } })).toBe(8 + 5 + 9 + (1 + 8 + 1 + 8) + (1 + 8 + 1 + 8));
    expect(approximateBytes('four')).toBe(4);
  });
});
