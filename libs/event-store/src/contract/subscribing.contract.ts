import { OutcomeUnknown } from '../failures.js';
import { READ_PAGE_EVENTS_MAX } from '../limits.js';
import { Bench, idsOf, newEvents, newStream, Subscriber, wholeLog, WRITES_MUCH_MS, type EventStoreWorldFactory } from './world.contract.js';

/** Events that take a subscription more than one page. */
const PAGES = 2 * READ_PAGE_EVENTS_MAX + 500;

export const subscribing = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forEachTest(factory);

  const write = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 500) await bench.store.append(newStream(), newEvents(Math.min(left, 500)), 'none');
  };

  test(
    'from the start: all there is, then caught up, then what comes',
    async () => {
      const { store } = bench;
      await write(PAGES);
      const subscriber = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
      const before = await wholeLog(store);
      expect(subscriber.events).toEqual(before);
      expect(subscriber.deliveries.at(-1)).toEqual({ kind: 'caughtUp', position: before.at(-1)?.position });
      await write(3);
      await subscriber.until(({ events }) => events.length >= PAGES + 3);
      expect(subscriber.events).toEqual(await wholeLog(store));
      await subscriber.stop();
    },
    WRITES_MUCH_MS,
  );

  test('from the middle: what stands behind the position', async () => {
    const { store } = bench;
    await write(10);
    const log = await wholeLog(store);
    const subscriber = await new Subscriber(store, log[3]?.position).until(({ caughtUp }) => caughtUp);
    expect(idsOf(subscriber.events)).toEqual(idsOf(log.slice(4)));
    await subscriber.stop();
  });

  test('from the end: caught up at once, at the position it was given', async () => {
    const { store } = bench;
    await write(2);
    const head = await store.head();
    const subscriber = await new Subscriber(store, head).until(({ caughtUp }) => caughtUp);
    expect(subscriber.deliveries).toEqual([{ kind: 'caughtUp', position: head }]);
    await write(1);
    await subscriber.until(({ events }) => events.length === 1);
    await subscriber.stop();
  });

  test('on an empty log: caught up, at no position; then what comes', async () => {
    const subscriber = await new Subscriber(bench.store).until(({ caughtUp }) => caughtUp);
    expect(subscriber.deliveries).toEqual([{ kind: 'caughtUp', position: undefined }]);
    await write(1);
    await subscriber.until(({ events }) => events.length === 1);
    await subscriber.stop();
  });

  test(
    'while many write: each event once, in the order of the log, to each subscriber',
    async () => {
      const { store } = bench;
      const subscribers = [new Subscriber(store), new Subscriber(store)];
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          for (let i = 0; i < 10; i++) await store.append(newStream(), newEvents(3), 'none');
        }),
      );
      const log = await wholeLog(store);
      for (const subscriber of subscribers) {
        await subscriber.until(({ events }) => events.length >= log.length);
        expect(subscriber.events).toEqual(log);
        await subscriber.stop();
      }
    },
    WRITES_MUCH_MS,
  );

  test('across a broken connection: nothing twice, nothing lost', async () => {
    const { store, world } = bench;
    await write(5);
    const subscriber = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
    for (let i = 0; i < 3; i++) {
      await world.disconnect();
      await write(5);
      await subscriber.until(({ events }) => events.length >= 5 + (i + 1) * 5);
    }
    expect(subscriber.events).toEqual(await wholeLog(store));
    await subscriber.stop();
  });

  test('what was written though its acknowledgement was lost is handed out without anything else being written', async () => {
    const { store, world } = bench;
    const subscriber = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
    await world.loseNextAcknowledgement();
    await expect(store.append(newStream(), newEvents(2), 'none')).rejects.toBeInstanceOf(OutcomeUnknown);
    await subscriber.until(({ events }) => events.length === 2);
    await subscriber.stop();
  });

  test(
    'a slow one gets the same, and what came in the meantime too',
    async () => {
      const { store } = bench;
      await write(PAGES);
      const abort = new AbortController();
      const deliveries = store.subscribe(undefined, abort.signal)[Symbol.asyncIterator]();
      const seen: string[] = [];
      let written = PAGES;
      while (seen.length < written) {
        const next = await deliveries.next();
        if (next.done || next.value.kind !== 'events') continue;
        const { value } = next;
        expect(value.events.length).toBeLessThanOrEqual(READ_PAGE_EVENTS_MAX);
        seen.push(...idsOf(value.events));
        if (written < PAGES + 1000) {
          await write(500);
          written += 500;
        }
      }
      expect(seen).toEqual(idsOf(await wholeLog(store)));
      abort.abort();
      expect(await deliveries.next()).toEqual({ done: true, value: undefined });
    },
    WRITES_MUCH_MS,
  );

  test('ends without an error when it is aborted: before it began, while it waits, between two deliveries', async () => {
    const { store } = bench;
    await write(3);
    const deliveries = store.subscribe(undefined, AbortSignal.abort())[Symbol.asyncIterator]();
    expect(await deliveries.next()).toEqual({ done: true, value: undefined });

    const waiting = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
    await waiting.stop();

    const abort = new AbortController();
    for await (const delivery of store.subscribe(undefined, abort.signal)) {
      expect(delivery.kind).toBe('events');
      abort.abort();
    }
  });

  test('a consumer may leave the loop: what others write and read goes on', async () => {
    const { store } = bench;
    await write(3);
    const { signal } = new AbortController();
    for await (const delivery of store.subscribe(undefined, signal)) {
      expect(delivery.kind).toBe('events');
      break;
    }
    await write(3);
    expect(await wholeLog(store)).toHaveLength(6);
  });
};
