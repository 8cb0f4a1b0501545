import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { StandIn } from '../../../../test/eventstoredb/stand-in/index.js';
import { TcpProxy } from '../../../../test/faults/tcp-proxy.js';
import { idsOf, newEvent, newEvents, newStream, Subscriber, wholeLog } from '../contract/world.contract.js';
import type { ReadStreamOptions } from '../event-store.js';
import { InvalidPosition, OutcomeUnknown, StoreUnavailable, StreamGone, WrongExpectedRevision } from '../failures.js';
import { APPENDS_IN_FLIGHT_MAX } from './appender.js';
import { EventStoreDb } from './event-store-db.js';
import { TIMING, type Timing } from './timing.js';

/** Short where a test waits for the time to be over. */
const IMPATIENT: Timing = { ...TIMING, append_ms: 300, read_ms: 300, silence_ms: 200, retry_ms: 10, retry_ms_max: 50 };

/** A place in the log where no record begins. */
const OFF_BOUNDARY = `${'1347'.padStart(20, '0')}${'1347'.padStart(20, '0')}`;

let server: StandIn;
let store: EventStoreDb;
const warnings: string[] = [];
const opened: EventStoreDb[] = [];

const open = async (prefix: string, timing?: Timing, url = server.connectionString): Promise<EventStoreDb> => {
  const another = await EventStoreDb.open({ url, prefix, warn: (message) => warnings.push(message) }, timing);
  opened.push(another);
  return another;
};

beforeEach(async () => {
  server = await StandIn.start();
  warnings.length = 0;
  store = await open('docket.');
});

afterEach(async () => {
  server.faults.thaw();
  for (const one of opened.splice(0)) await one.close();
  await server.stop();
});

/** What others do to the server. */
const asAnother = async (act: (client: EventStoreDBClient) => Promise<unknown>): Promise<void> => {
  const client = EventStoreDBClient.connectionString(server.connectionString);
  await act(client);
  await client.dispose();
};

describe('several logs on one server', () => {
  test('each have their own streams, head and order; events carry nothing of the prefix', async () => {
    const other = await open('other.');
    const stream = newStream();
    const [mine, theirs] = [newEvents(3), newEvents(2)];
    await other.append(stream, theirs, 'none');
    const { position } = await store.append(stream, mine, 'none');
    await other.append(newStream(), newEvents(5), 'none');
    expect(idsOf(await wholeLog(store))).toEqual(idsOf(mine));
    expect(idsOf(await wholeLog(store, 1))).toEqual(idsOf(mine));
    expect(await store.head()).toBe(position);
    expect(await store.eventsAfter(position)).toBe(0);
    expect((await store.readStream(stream))[0]).toMatchObject({ stream, revision: 0 });
    const [first] = await wholeLog(other);
    expect(await store.eventAt(first?.position ?? '')).toBeUndefined();
    const subscriber = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
    expect(idsOf(subscriber.events)).toEqual(idsOf(mine));
    await subscriber.stop();
  });

  test('what is none of Docket’s is left out, with one warning, and what was cut off a stream stays missed', async () => {
    await store.append('a', newEvents(3), 'none');
    await asAnother(async (client) => {
      for (let i = 0; i < 2; i++) await client.appendToStream('docket.b', binaryEvent({ type: 'Blob', data: Buffer.from([1]) }));
      await client.setStreamMetadata('docket.a', { maxCount: 2 });
    });
    expect(await store.readStream('b')).toEqual([]);
    expect(await wholeLog(store)).toHaveLength(3);
    expect((await store.readStream('a')).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(warnings).toEqual([
      "event 0 of docket.b on the server is none of Docket's and is left out; give Docket an EVENTSTORE_PREFIX of its own",
    ]);
  });

  test('another’s events between those of a stream do not make what stands behind them its end', async () => {
    await store.append('a', newEvents(1), 'none');
    await asAnother((client) => client.appendToStream('docket.a', binaryEvent({ type: 'Blob', data: Buffer.from([1]) })));
    const { revision } = await store.append('a', newEvents(3), 1);
    const revisions = async (...[options]: [ReadStreamOptions]) => (await store.readStream('a', options)).map((event) => event.revision);
    expect(await revisions({ maxCount: 2 })).toEqual([0, 2]);
    expect(await revisions({ maxCount: 3, fromRevision: 1 })).toEqual([2, 3, 4]);
    expect(await revisions({ maxCount: 4, direction: 'backward' })).toEqual([revision, 3, 2, 0]);
    expect(await revisions({ maxCount: 2, direction: 'backward', fromRevision: 2 })).toEqual([2, 0]);
    expect(await revisions({ maxCount: 2, direction: 'backward', fromRevision: 1 })).toEqual([0]);
  });

  test('a stream that was deleted for good is gone', async () => {
    await store.append('a', newEvents(1), 'none');
    await asAnother((client) => client.tombstoneStream('docket.a'));
    await expect(store.append('a', newEvents(1), 0)).rejects.toBeInstanceOf(StreamGone);
    await expect(store.readStream('a')).rejects.toBeInstanceOf(StreamGone);
  });
});

test('where no record begins, no event stands, and nothing can be read or followed', async () => {
  await store.append('a', newEvents(1), 'none');
  expect(await store.eventAt(OFF_BOUNDARY)).toBeUndefined();
  await expect(store.readAll({ after: OFF_BOUNDARY })).rejects.toBeInstanceOf(InvalidPosition);
  const following = store.subscribe(OFF_BOUNDARY, new AbortController().signal)[Symbol.asyncIterator]();
  await expect(following.next()).rejects.toBeInstanceOf(InvalidPosition);
});

describe('a server that fails inside', () => {
  test('once answers when it is asked again, and is unavailable while it goes on: a position that stands is not taken for another log’s', async () => {
    const { position } = await store.append('a', newEvents(1), 'none');
    const [event] = await store.readAll();
    server.faults.failReads(1);
    expect(await store.eventAt(position)).toEqual(event);
    server.faults.failReads(1);
    expect(await store.readAll({ after: position })).toEqual([]);
    for (const ask of [() => store.eventAt(position), () => store.readAll({ after: position }), () => store.readStream('a')]) {
      server.faults.failReads(Infinity);
      await expect(ask()).rejects.toBeInstanceOf(StoreUnavailable);
      server.faults.failReads(0);
    }
  });

  test('is followed again as soon as it reads', async () => {
    const hasty = await open('docket.', IMPATIENT);
    const { position } = await store.append('a', newEvents(1), 'none');
    const subscriber = await new Subscriber(hasty, position).until(({ caughtUp }) => caughtUp);
    server.faults.failReads(Infinity);
    server.subscriptions.drop();
    while (warnings.length === 0) await new Promise(setImmediate);
    server.faults.failReads(0);
    const events = newEvents(1);
    await store.append('a', events, 0);
    await subscriber.until((seen) => seen.events.length === 1);
    expect(idsOf(subscriber.events)).toEqual(idsOf(events));
    await subscriber.stop();
  });
});

test('that a log is being restored is told to all who open it, and to nobody who reads it', async () => {
  const [same, other] = [await open('docket.'), await open('other.')];
  expect(await store.isBeingRestored()).toBe(false);
  await store.tellBeingRestored(true);
  expect(await same.isBeingRestored()).toBe(true);
  expect(await other.isBeingRestored()).toBe(false);
  expect(await same.head()).toBeUndefined();
  await store.append('a', newEvents(1), 'none');
  await same.tellBeingRestored(false);
  expect(await store.isBeingRestored()).toBe(false);
  const whole = await open('');
  await whole.tellBeingRestored(true);
  expect(await wholeLog(whole)).toHaveLength(1);
  expect(await store.isBeingRestored()).toBe(false);
});

describe('a server that hangs', () => {
  test('leaves the outcome of an append unknown; sent again it is there once', async () => {
    const hasty = await open('docket.', IMPATIENT);
    const events = newEvents(2);
    server.faults.freeze();
    await expect(hasty.append('a', events, 'none')).rejects.toBeInstanceOf(OutcomeUnknown);
    server.faults.thaw();
    expect(await store.append('a', events, 'none')).toMatchObject({ revision: 1 });
    expect(await hasty.append('a', events, 'none')).toMatchObject({ revision: 1 });
    expect(await wholeLog(store)).toHaveLength(2);
  });

  test('fails the reads that are under way when the connection is given up: half of a stream does not pass for the whole', async () => {
    const hasty = await open('docket.', { ...IMPATIENT, read_ms: TIMING.read_ms });
    await hasty.append('a', newEvents(1), 'none');
    server.faults.freeze();
    const reads = Promise.allSettled([hasty.readStream('a'), hasty.readAll(), hasty.head()]);
    await expect(hasty.append('a', newEvents(1), 0)).rejects.toBeInstanceOf(OutcomeUnknown);
    for (const read of await reads) expect(read).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) as unknown });
  });

  test('fails reads as unavailable, and does not hold up the end', async () => {
    const hasty = await open('docket.', IMPATIENT);
    server.faults.freeze();
    await expect(hasty.readStream('a')).rejects.toBeInstanceOf(StoreUnavailable);
    await hasty.close();
    await expect(hasty.head()).rejects.toThrow('the event store is closed');
  });

  test('with appends of many: those that were sent are unknown, those that waited were not written', async () => {
    const hasty = await open('docket.', IMPATIENT);
    await hasty.append('a', newEvents(1), 'none');
    server.faults.freeze();
    const streams = Array.from({ length: 100 }, newStream);
    const ends = await Promise.allSettled(streams.map((stream) => hasty.append(stream, newEvents(1), 'none')));
    const endedBy = (kind: typeof OutcomeUnknown | typeof StoreUnavailable): string[] =>
      streams.filter((_, index) => (ends[index] as PromiseRejectedResult).reason instanceof kind);
    const [unknown, unsent] = [endedBy(OutcomeUnknown), endedBy(StoreUnavailable)];
    expect(unknown.length).toBeGreaterThanOrEqual(APPENDS_IN_FLIGHT_MAX);
    expect(unsent.length).toBeGreaterThan(0);
    expect(unknown.length + unsent.length).toBe(streams.length);
    server.faults.thaw();
    for (const stream of unsent) expect(await store.readStream(stream)).toEqual([]);
    await hasty.append('a', newEvents(1), 0);
  });
});

test('a node that is leader no more leaves the outcome of all appends under way unknown: what it wrote before is in the log', async () => {
  const [written, waiting] = [newEvents(2), newEvents(1)];
  await store.append('a', newEvents(1), 'none');
  server.faults.resignAtNextAppend();
  const ends = await Promise.allSettled([store.append('a', written, 0), store.append('b', waiting, 'none')]);
  expect(await wholeLog(store)).toEqual(expect.arrayContaining([expect.objectContaining({ id: written[0]?.id })]));
  expect(ends[0]).toMatchObject({ status: 'rejected', reason: expect.any(OutcomeUnknown) as unknown });
  expect(await store.append('a', written, 0)).toMatchObject({ revision: 2 });
  expect(await store.append('b', waiting, 'none')).toMatchObject({ revision: 0 });
  expect(await wholeLog(store)).toHaveLength(4);
});

describe('a server that goes and comes', () => {
  test('is unavailable while it is gone and while it starts, and then it is there again', async () => {
    await store.append('a', newEvents(1), 'none');
    await server.kill();
    await expect(store.readStream('a')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.append('a', newEvents(1), 0)).rejects.toBeInstanceOf(StoreUnavailable);
    server.faults.startUp();
    await server.restart();
    await expect(store.readStream('a')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.append('a', newEvents(1), 0)).rejects.toBeInstanceOf(StoreUnavailable);
    server.faults.ready();
    expect(await store.append('a', newEvents(1), 0)).toMatchObject({ revision: 1 });
    await expect(store.append('a', newEvents(1), 0)).rejects.toBeInstanceOf(WrongExpectedRevision);
  });

  test.each<[string, (server: StandIn) => Promise<void>]>([
    ['drops its subscriptions', async ({ subscriptions }) => subscriptions.drop()],
    ['ends its subscriptions without an error', async ({ subscriptions }) => subscriptions.end()],
    [
      'dies and comes back',
      async (killed) => {
        await killed.kill();
        await killed.restart();
      },
    ],
  ])('%s: a subscriber gets what comes, once, and nobody is alarmed', async (_, hurt) => {
    const patient = await open('docket.', { ...TIMING, retry_ms: 10 });
    await patient.append('a', newEvents(3), 'none');
    const subscriber = await new Subscriber(patient).until(({ caughtUp }) => caughtUp);
    for (let round = 0; round < 3; round++) {
      await hurt(server);
      const event = newEvent();
      for (let written = false; !written;)
        written = await store.append(newStream(), [event], 'none').then(
          () => true,
          () => false,
        );
      await subscriber.until(({ events }) => events.at(-1)?.id === event.id);
    }
    expect(subscriber.events).toEqual(await wholeLog(store));
    await subscriber.stop();
    expect(warnings).toEqual([]);
  });

  test('ends a live subscription for every burst: each event comes once, in order, without a warning', async () => {
    const subscriber = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
    for (let burst = 0; burst < 5; burst++) await store.append(newStream(), newEvents(200), 'none');
    await subscriber.until(({ events }) => events.length === 1000);
    expect(subscriber.events).toEqual(await wholeLog(store));
    await subscriber.stop();
    expect(warnings).toEqual([]);
  });

  test('is missed by those who follow it, with one warning until it is back', async () => {
    const hasty = await open('docket.', IMPATIENT);
    const subscriber = await new Subscriber(hasty).until(({ caughtUp }) => caughtUp);
    await server.kill();
    while (warnings.length === 0) await new Promise(setImmediate);
    await server.restart();
    const event = newEvent();
    for (let written = false; !written;)
      written = await store.append(randomUUID(), [event], 'none').then(
        () => true,
        () => false,
      );
    await subscriber.until(({ events }) => events.length === 1);
    await subscriber.stop();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('the event store is followed again as soon as it answers');
  });
});

test('a subscription whose connection died without a word is found out by its silence', async () => {
  const proxy = await TcpProxy.start({ host: '127.0.0.1', port: server.port });
  const hasty = await open('docket.', IMPATIENT, `esdb://127.0.0.1:${proxy.port}?tls=false`);
  const subscriber = await new Subscriber(hasty).until(({ caughtUp }) => caughtUp);
  proxy.halfOpen();
  await store.append('a', newEvents(2), 'none');
  await subscriber.until(({ events }) => events.length === 2);
  await subscriber.stop();
  await hasty.close();
  await proxy.close();
});
