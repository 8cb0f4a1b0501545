import { InvalidPosition, InvalidRead } from '../failures.js';
import { Bench, idsOf, newEvents, newStream, wholeLog, type EventStoreWorldFactory } from './world.contract.js';

const NEVER_A_POSITION = ['', 'x', '-1', '1 2', '١٢٣', `${'9'.repeat(200)}`];

export const reading = (factory: EventStoreWorldFactory): void => {
  describe('a stream', () => streams(factory));
  describe('the log', () => log(factory));
};

const streams = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forAllTests(factory);

  test.each([
    ['all', {}, [0, 1, 2, 3, 4]],
    ['forward from the middle', { fromRevision: 2 }, [2, 3, 4]],
    ['forward from the last', { fromRevision: 4 }, [4]],
    ['forward from beyond the end', { fromRevision: 5 }, []],
    ['forward, some', { fromRevision: 1, maxCount: 2 }, [1, 2]],
    ['backward', { direction: 'backward' }, [4, 3, 2, 1, 0]],
    ['backward from the middle', { direction: 'backward', fromRevision: 2 }, [2, 1, 0]],
    ['backward from the first', { direction: 'backward', fromRevision: 0 }, [0]],
    ['backward from beyond the end', { direction: 'backward', fromRevision: 9 }, [4, 3, 2, 1, 0]],
    ['backward, some', { direction: 'backward', maxCount: 2 }, [4, 3]],
    ['backward from beyond the end, some', { direction: 'backward', fromRevision: 9, maxCount: 2 }, [4, 3]],
  ] as const)('%s', async (_, options, revisions) => {
    const { store } = bench;
    const stream = newStream();
    await store.append(newStream(), newEvents(2), 'none');
    await store.append(stream, newEvents(3), 'none');
    await store.append(newStream(), newEvents(2), 'none');
    await store.append(stream, newEvents(2), 2);
    const read = await store.readStream(stream, options);
    expect(read.map(({ revision }) => revision)).toEqual(revisions);
    expect(read.every((event) => event.stream === stream)).toBe(true);
  });

  test.each([{}, { fromRevision: 3 }, { direction: 'backward' }, { direction: 'backward', fromRevision: 3 }] as const)(
    'that is absent gives nothing: %j',
    async (options) => {
      expect(await bench.store.readStream(newStream(), options)).toEqual([]);
    },
  );

  test.each([
    [{ maxCount: 0 }, 'maxCount'],
    [{ maxCount: 1.5 }, 'maxCount'],
    [{ fromRevision: -1 }, 'fromRevision'],
    [{ fromRevision: 0.5 }, 'fromRevision'],
  ])('refuses %j', async (options, field) => {
    const failure = bench.store.readStream(newStream(), options);
    await expect(failure).rejects.toBeInstanceOf(InvalidRead);
    await expect(failure).rejects.toMatchObject({ field });
  });
};

const log = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forEachTest(factory);

  test('what was written is read at once, in its stream and in the log', async () => {
    const { store } = bench;
    for (let i = 0; i < 50; i++) {
      const stream = newStream();
      const { position } = await store.append(stream, newEvents(1), 'none');
      expect(await store.readStream(stream)).toHaveLength(1);
      expect(await store.head()).toBe(position);
    }
  });

  test('the log is the same in pages of any size', async () => {
    const { store } = bench;
    for (let i = 0; i < 10; i++) await store.append(newStream(), newEvents(7), 'none');
    const all = await wholeLog(store);
    expect(all).toHaveLength(70);
    for (const size of [1, 7, 69, 70, 71]) expect(await wholeLog(store, size)).toEqual(all);
    const positions = all.map(({ position }) => position);
    expect(new Set(positions).size).toBe(70);
    expect(positions).toEqual([...positions].sort());
  });

  test('the log behind a position begins with the next event; behind the last there is nothing', async () => {
    const { store } = bench;
    await store.append(newStream(), newEvents(5), 'none');
    const all = await wholeLog(store);
    for (const [index, { position }] of all.entries()) {
      expect(idsOf(await store.readAll({ after: position }))).toEqual(idsOf(all.slice(index + 1)));
      expect(await store.eventAt(position)).toEqual(all[index]);
    }
  });

  test('an empty log has no head, no events, and nothing stands behind its beginning', async () => {
    const { store } = bench;
    expect(await store.head()).toBeUndefined();
    expect(await store.readAll()).toEqual([]);
    expect(await store.eventsAfter(undefined)).toBe(0);
  });

  test('how many events stand behind a position is nothing at the head only, and never grows towards it', async () => {
    const { store } = bench;
    for (let i = 0; i < 5; i++) await store.append(newStream(), newEvents(3), 'none');
    const all = await wholeLog(store);
    const counts = [await store.eventsAfter(undefined)];
    for (const { position } of all) counts.push(await store.eventsAfter(position));
    expect(counts.at(-1)).toBe(0);
    expect(counts.slice(0, -1).every((count) => count > 0)).toBe(true);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  test('its positions have its form', async () => {
    const { store } = bench;
    await store.append(newStream(), newEvents(2), 'none');
    for (const { position } of await wholeLog(store)) expect(store.isPosition(position)).toBe(true);
  });

  test.each(NEVER_A_POSITION)('%j is no position, of whatever store', async (text) => {
    const { store } = bench;
    expect(store.isPosition(text)).toBe(false);
    await expect(store.readAll({ after: text })).rejects.toBeInstanceOf(InvalidPosition);
    await expect(store.eventAt(text)).rejects.toBeInstanceOf(InvalidPosition);
    await expect(store.eventsAfter(text)).rejects.toBeInstanceOf(InvalidPosition);
    expect(() => store.subscribe(text, new AbortController().signal)).toThrow(InvalidPosition);
  });
};
