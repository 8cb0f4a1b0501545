import type { Appended } from '../event-store.js';
import { InvalidEvent, StoreUnavailable, WrongExpectedRevision } from '../failures.js';
import { Bench, idsOf, newEvent, newEvents, newStream, wholeLog, type EventStoreWorldFactory } from './world.contract.js';

/** Appends the writers of a test may make before something is wrong with the test. */
const ROUNDS = 20;

export const appending = (factory: EventStoreWorldFactory): void => {
  const bench = Bench.forEachTest(factory);

  test('answers the revision and the position at which the last event is read', async () => {
    const { store } = bench;
    const stream = newStream();
    const first = await store.append(stream, newEvents(3), 'none');
    expect(first.revision).toBe(2);
    expect((await store.readStream(stream)).at(-1)).toMatchObject(first);
    const second = await store.append(stream, newEvents(1), 2);
    expect(second.revision).toBe(3);
    expect((await store.readStream(stream, { direction: 'backward', maxCount: 1 }))[0]).toMatchObject(second);
    expect((await wholeLog(store)).at(-1)).toMatchObject(second);
    expect(await store.eventAt(first.position)).toMatchObject({ stream, revision: 2 });
    expect(first.position < second.position).toBe(true);
  });

  test('a batch is one stretch of its stream and of the log, in its order', async () => {
    const { store } = bench;
    const [one, other] = [newEvents(50), newEvents(50)];
    const [here, there] = [newStream(), newStream()];
    await Promise.all([store.append(here, one, 'none'), store.append(there, other, 'none')]);
    expect(idsOf(await store.readStream(here))).toEqual(idsOf(one));
    const log = idsOf(await wholeLog(store));
    expect([idsOf([...one, ...other]), idsOf([...other, ...one])]).toContainEqual(log);
  });

  test.each([
    ['none', 'any'],
    ['any', 'none'],
  ] as const)('no events create nothing, at %s', async (expected, again) => {
    const { store } = bench;
    const stream = newStream();
    expect(await store.append(stream, [], expected)).toEqual({ revision: -1, position: '' });
    expect(await store.readStream(stream)).toEqual([]);
    expect((await store.append(stream, newEvents(1), again)).revision).toBe(0);
  });

  test('of two writers at one revision one wins, and the other learns what the revision is', async () => {
    const { store } = bench;
    const stream = newStream();
    await store.append(stream, newEvents(1), 'none');
    const outcomes = await Promise.allSettled([0, 1].map(() => store.append(stream, newEvents(2), 0)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toBeInstanceOf(WrongExpectedRevision);
    expect(lost.reason).toMatchObject({ stream, expected: 0, actual: 2 });
    expect(await store.readStream(stream)).toHaveLength(3);
  });

  test('many writers of one stream who try again until they win lose nothing and double nothing', async () => {
    const { store } = bench;
    const stream = newStream();
    const events = newEvents(ROUNDS);
    const winAtLast = async (event: (typeof events)[number]): Promise<void> => {
      for (let tries = 0; tries < 10 * ROUNDS; tries++) {
        const last = (await store.readStream(stream, { direction: 'backward', maxCount: 1 }))[0];
        try {
          await store.append(stream, [event], last?.revision ?? 'none');
          return;
        } catch (error) {
          if (!(error instanceof WrongExpectedRevision)) throw error;
        }
      }
      throw new Error('never won');
    };
    await Promise.all(events.map(winAtLast));
    const read = await store.readStream(stream);
    expect(read.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
    expect(idsOf(read).sort()).toEqual(idsOf(events).sort());
  });

  test('an append in conflict leaves those that were sent with it alone', async () => {
    const { store } = bench;
    const taken = newStream();
    await store.append(taken, newEvents(1), 'none');
    const streams = Array.from({ length: ROUNDS }, newStream);
    const outcomes = await Promise.allSettled(
      streams.map((stream, index) => store.append(index % 5 === 2 ? taken : stream, newEvents(2), 'none')),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(streams.map((_, index) => (index % 5 === 2 ? 'rejected' : 'fulfilled')));
    expect(await wholeLog(store)).toHaveLength(1 + 2 * outcomes.filter(({ status }) => status === 'fulfilled').length);
    for (const [index, stream] of streams.entries()) expect(await store.readStream(stream)).toHaveLength(index % 5 === 2 ? 0 : 2);
  });

  test('what is acknowledged first is read first, in positions too', async () => {
    const { store } = bench;
    const ends: Appended[] = [];
    for (let i = 0; i < ROUNDS; i++) ends.push(await store.append(newStream(), newEvents(1), 'none'));
    const positions = ends.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort());
    expect((await wholeLog(store)).map(({ position }) => position)).toEqual(positions);
  });

  test('is there when the store is opened again, and goes on from there', async () => {
    const stream = newStream();
    const before = await bench.store.append(stream, newEvents(2), 'none');
    const store = await bench.reopen();
    expect((await store.readStream(stream)).at(-1)).toMatchObject(before);
    await expect(store.append(stream, newEvents(1), 'none')).rejects.toMatchObject({ actual: 1 });
    const after = await store.append(stream, newEvents(1), 1);
    expect(after.revision).toBe(2);
    expect(after.position > before.position).toBe(true);
  });

  test.each([
    ['an id that is no UUID', { id: 'x' }, 'events[1].id'],
    ['an id in capitals', { id: '018F9C7E-0000-7000-8000-000000000001' }, 'events[1].id'],
    ['the nil UUID', { id: '00000000-0000-0000-0000-000000000000' }, 'events[1].id'],
    ['an empty type', { type: '' }, 'events[1].type'],
    ['a type that begins like those of a server', { type: '$metadata' }, 'events[1].type'],
    ['half a surrogate pair in the type', { type: 'a\ud83d' }, 'events[1].type'],
    ['data that JSON cannot hold', { data: { list: [1, { n: Number.NaN }] } }, 'events[1].data.list[1].n'],
    ['data that is a list', { data: [1] }, 'events[1].data'],
    ['half a surrogate pair in the data', { data: { text: '\ud83d' } }, 'events[1].data.text'],
  ])('refuses %s, and writes nothing of the batch', async (_, wrong, field) => {
    const { store } = bench;
    const stream = newStream();
    const failure = store.append(stream, [newEvent(), newEvent(wrong)], 'none');
    await expect(failure).rejects.toBeInstanceOf(InvalidEvent);
    await expect(failure).rejects.toMatchObject({ field });
    expect(await store.readStream(stream)).toEqual([]);
  });

  test('refuses the same id twice in one batch', async () => {
    const event = newEvent();
    await expect(bench.store.append(newStream(), [event, event], 'none')).rejects.toMatchObject({ name: 'InvalidEvent', field: 'events' });
  });

  test.each(['', '$settings', 'a\ud83d'])('refuses the stream name %j', async (stream) => {
    await expect(bench.store.append(stream, newEvents(1), 'any')).rejects.toMatchObject({ name: 'InvalidEvent', field: 'stream' });
    await expect(bench.store.readStream(stream)).rejects.toMatchObject({ name: 'InvalidEvent', field: 'stream' });
  });

  test.each([-1, 1.5, Number.NaN])('refuses the expected revision %d', async (expected) => {
    const failure = bench.store.append(newStream(), newEvents(1), expected);
    await expect(failure).rejects.toMatchObject({ name: 'InvalidEvent', field: 'expected' });
  });

  test('when it is closed, everything asked of it fails as unavailable', async () => {
    const { store } = bench;
    await store.append(newStream(), newEvents(1), 'none');
    await store.close();
    await store.close();
    await expect(store.append(newStream(), newEvents(1), 'none')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readStream(newStream())).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readAll()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.eventsAfter(undefined)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test('closing waits for what was asked before', async () => {
    const stream = newStream();
    const asked = bench.store.append(stream, newEvents(2), 'none');
    const store = await bench.reopen();
    await asked;
    expect(await store.readStream(stream)).toHaveLength(2);
  });
};
