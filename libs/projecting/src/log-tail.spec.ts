import type { Delivery, NewEvent, Position } from '@docket/event-store';
import { MemoryEventStore, newEvent, newEvents, newStream, Subscriber } from '@docket/event-store/testing';
import { ManualClock } from './testing/manual-clock.js';
import { LogTail } from './log-tail.js';
import { approximateBytes } from './batches.js';
import { TAIL_BYTES_MAX, TAIL_EVENTS_MAX, TAIL_GATHERING_MS } from './limits.js';

/** A log, its tail, and what was read of the log itself. */
class Scene {
  readonly store = new MemoryEventStore();
  readonly clock = new ManualClock();
  readonly complaints: string[] = [];
  reads = 0;
  subscriptions = 0;
  readonly tail: LogTail;

  constructor(limits?: { events: number; bytes: number }) {
    const { store } = this;
    const events = {
      ...readerOf(store),
      readAll: (...given: Parameters<MemoryEventStore['readAll']>) => {
        this.reads += 1;
        return store.readAll(...given);
      },
      subscribe: (...given: Parameters<MemoryEventStore['subscribe']>) => {
        this.subscriptions += 1;
        return store.subscribe(...given);
      },
    };
    this.tail = new LogTail({
      events,
      clock: this.clock,
      log: ({ message }) => this.complaints.push(message),
      ...(limits ? { limits } : {}),
    });
  }

  append(count: number): Promise<Position> {
    return this.write(newEvents(count));
  }

  async write(events: readonly NewEvent[]): Promise<Position> {
    const { position } = await this.store.append(newStream(), events, 'none');
    return position;
  }

  follow(after?: Position): Subscriber {
    return new Subscriber(this.tail, after);
  }

  async end(...subscribers: readonly Subscriber[]): Promise<void> {
    for (const subscriber of subscribers) await subscriber.stop();
    await this.tail.close();
    await this.store.close();
  }
}

const readerOf = (store: MemoryEventStore) => ({
  readStream: store.readStream.bind(store),
  head: store.head.bind(store),
  eventAt: store.eventAt.bind(store),
  eventsAfter: store.eventsAfter.bind(store),
  isPosition: store.isPosition.bind(store),
  close: store.close.bind(store),
});

const has =
  (count: number) =>
  ({ events }: Subscriber): boolean =>
    events.length >= count;

/** The ids of the next so many events, at least. */
const take = async (follower: AsyncIterator<Delivery, void>, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  while (ids.length < count) {
    const { value } = await follower.next();
    if (value?.kind === 'events') ids.push(...value.events.map(({ id }) => id));
  }
  return ids;
};

describe('the tail of the log', () => {
  test('gives what stands after a position, then "caught up", then what comes, in the order of the log', async () => {
    const scene = new Scene();
    const first = await scene.append(2);
    await scene.append(3);
    const follower = await scene.follow(first).until(({ caughtUp }) => caughtUp);
    expect(follower.events).toHaveLength(3);
    await scene.append(2);
    await follower.until(has(5));
    const positions = follower.events.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort());
    expect((await scene.store.readAll({ after: first })).map(({ position }) => position)).toEqual(positions);
    await scene.end(follower);
  });

  test('has one subscription, however many follow; whoever is at the head reads nothing of the log', async () => {
    const scene = new Scene();
    const head = await scene.append(1);
    const followers = await Promise.all(Array.from({ length: 50 }, () => scene.follow(head).until(({ caughtUp }) => caughtUp)));
    const { reads } = scene;
    await scene.append(1);
    await Promise.all(followers.map((follower) => follower.until(has(1))));
    expect({ subscriptions: scene.subscriptions, reads: scene.reads }).toEqual({ subscriptions: 1, reads });
    await scene.end(...followers);
  });

  test('lets whoever falls behind what it holds read the log, without a gap and without a double', async () => {
    const scene = new Scene({ events: 3, bytes: Number.MAX_SAFE_INTEGER });
    const head = await scene.append(1);
    const awake = await scene.follow(head).until(({ caughtUp }) => caughtUp);
    const asleep = scene.tail.subscribe(head, new AbortController().signal);
    await asleep.next();
    for (let round = 1; round <= 4; round++) {
      await scene.append(2);
      scene.clock.advance(TAIL_GATHERING_MS);
      await awake.until(has(2 * round));
    }
    expect(await take(asleep, 8)).toEqual(awake.events.map(({ id }) => id));
    await asleep.return();
    await scene.end(awake);
  });

  const PIECE = 2 ** 18;
  test.each<[string, number, number, () => NewEvent]>([
    ['events', TAIL_EVENTS_MAX, 512, () => newEvent()],
    ['bytes', TAIL_BYTES_MAX / PIECE, 1, () => newEvent({ data: { text: 'x'.repeat(PIECE - approximateBytes({ text: '' })) } })],
  ])('holds as many %s as it may: whoever is one event further behind reads the log', async (_, held, atOnce, event) => {
    const scene = new Scene();
    const begin = await scene.append(1);
    const { signal } = new AbortController();
    const [within, beyond] = [scene.tail.subscribe(begin, signal), scene.tail.subscribe(begin, signal)];
    await within.next();
    await beyond.next();
    const awake = await scene.follow(begin).until(({ caughtUp }) => caughtUp);
    const grow = async (count: number): Promise<void> => {
      const { length } = awake.events;
      await scene.write(Array.from({ length: count }, event));
      await awake.until(has(length + count));
      scene.clock.advance(TAIL_GATHERING_MS);
    };
    while (awake.events.length < held) await grow(atOnce);
    const { reads } = scene;
    await take(within, held);
    expect(scene.reads).toBe(reads);
    await grow(1);
    await take(beyond, held + 1);
    expect(scene.reads).toBeGreaterThan(reads);
    await within.return();
    await beyond.return();
    await scene.end(awake);
  });

  test('takes together what comes within the time of gathering', async () => {
    const scene = new Scene();
    const follower = await scene.follow().until(({ caughtUp }) => caughtUp);
    await scene.append(1);
    await follower.until(has(1));
    await scene.append(1);
    await scene.append(1);
    const { length } = follower.deliveries;
    scene.clock.advance(TAIL_GATHERING_MS);
    await follower.until(has(3));
    expect(follower.deliveries.length).toBeLessThanOrEqual(length + 2);
    await scene.end(follower);
  });

  test('ends its followers when it closes, and a follower when its signal aborts', async () => {
    const scene = new Scene();
    const [one, other] = [scene.follow(), scene.follow()];
    await Promise.all([one.until(({ caughtUp }) => caughtUp), other.until(({ caughtUp }) => caughtUp)]);
    await one.stop();
    await scene.tail.close();
    await other.stop();
    await scene.store.close();
    expect(scene.complaints).toEqual([]);
  });
});
