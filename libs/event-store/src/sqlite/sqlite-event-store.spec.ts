import { jest } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { newEvent, newEvents, newStream, Subscriber, wholeLog, WRITES_MUCH_MS } from '../contract/world.contract.js';
import { OutcomeUnknown, StoreUnavailable } from '../failures.js';
import { requestsOf, type ToWriter } from './append-wire.js';
import { CHECKPOINT_CHARACTERS } from './checkpoints.js';
import { DataFolder } from './data-folder.js';
import { openForWriting } from './log-file.js';
import { LogWriter } from './log-writer.js';
import { BUILT_LIBRARY } from './testing/scratch-folder.js';
import { SqliteEventReader } from './sqlite-event-reader.js';
import { SqliteEventStore } from './sqlite-event-store.js';
import { SqliteWorld } from './testing/sqlite-world.js';
import type { WriterPort } from './writer-thread.js';

/** Commits what it is sent first, and dies without a word. */
class DyingWriter extends EventEmitter implements WriterPort {
  constructor(private readonly file: string) {
    super();
    openForWriting(file).close();
    setImmediate(() => this.emit('message', { kind: 'open' }));
  }

  postMessage(message: ToWriter): void {
    if (message === 'close') return;
    const db = openForWriting(this.file);
    const writer = new LogWriter(db);
    for (const request of requestsOf(message)) writer.take(request);
    writer.commit();
    db.close();
    setImmediate(() => this.emit('exit'));
  }
}

eventStoreContract('The SQLite adapter', () => SqliteWorld.make());

describe('The SQLite adapter', () => {
  let world: SqliteWorld;
  let store: SqliteEventStore;
  beforeEach(async () => {
    world = await SqliteWorld.make();
    store = await world.open();
  });
  afterEach(async () => {
    await store.close();
    await world.end();
  });

  test('knows the end of what it has appended or read, and reads nothing behind it', async () => {
    await store.append('a', newEvents(2), 'none');
    const other = newStream();
    expect([1, 2].map((revision) => store.isBehindEnd('a', revision))).toEqual([false, true]);
    expect(store.isBehindEnd(other, 0)).toBe(false);
    const read = jest.spyOn(SqliteEventReader.prototype, 'readStream');
    expect(await store.readStream('a', { fromRevision: 2 })).toEqual([]);
    expect(await store.readStream('a', { fromRevision: 2, maxCount: 1 })).toEqual([]);
    expect(read).not.toHaveBeenCalled();
    expect(await store.readStream('a', { fromRevision: 1 })).toHaveLength(1);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    const appending = store.append('a', newEvents(1), 1);
    expect(store.isBehindEnd('a', 2)).toBe(true);
    await appending;
    expect(store.isBehindEnd('a', 2)).toBe(false);
  });

  test('numbers its events from 1 on, without a gap, also when appends were refused in between', async () => {
    await store.append('a', newEvents(2), 'none');
    await Promise.allSettled([store.append('a', newEvents(1), 'none'), store.append('b', newEvents(1), 'none')]);
    await store.append('b', newEvents(1), 0);
    expect((await wholeLog(store)).map(({ position }) => position)).toEqual(
      [1, 2, 3, 4].map((ordinal) => String(ordinal).padStart(20, '0')),
    );
    expect(await store.eventsAfter('00000000000000000001')).toBe(3);
    expect(await store.eventAt('00000000000000000005')).toBeUndefined();
  });

  test('a reader in another thread reads what was written, and hears of what comes', async () => {
    await store.append('a', newEvents(3), 'none');
    const program = `
      const { parentPort } = require('node:worker_threads');
      import(${JSON.stringify(BUILT_LIBRARY)}).then(async ({ SqliteEventReader }) => {
        const reader = SqliteEventReader.open(${JSON.stringify(store.file)});
        const abort = new AbortController();
        parentPort.once('message', () => abort.abort());
        for await (const delivery of reader.subscribe(undefined, abort.signal))
          parentPort.postMessage(delivery.kind === 'events' ? delivery.events.map(({ id }) => id) : 'caughtUp');
        await reader.close();
        parentPort.close();
      });
    `;
    const worker = new Worker(program, { eval: true });
    const heard: unknown[] = [];
    let arrived: () => void = () => undefined;
    worker.on('message', (message) => {
      heard.push(message);
      arrived();
    });
    const until = async (count: number): Promise<void> => {
      while (heard.flat().length < count) await new Promise<void>((resolve) => (arrived = resolve));
    };
    await until(4);
    for (let i = 0; i < 3; i++) {
      await store.append('b', [newEvent()], 'any');
      await until(5 + i);
    }
    const ids = (await wholeLog(store)).map(({ id }) => id);
    expect(heard.flat()).toEqual([...ids.slice(0, 3), 'caughtUp', ...ids.slice(3)]);
    const ended = new Promise((resolve) => worker.on('exit', resolve));
    worker.postMessage('end');
    expect(await ended).toBe(0);
  });

  test('a subscriber that takes its time holds no cursor: the WAL can be copied and emptied meanwhile', async () => {
    for (let i = 0; i < 3; i++) await store.append(newStream(), newEvents(900), 'none');
    const deliveries = store.subscribe(undefined, new AbortController().signal)[Symbol.asyncIterator]();
    await deliveries.next();
    const db = new Database(store.file);
    const [{ busy } = { busy: 1 }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    db.close();
    expect(busy).toBe(0);
    expect(statSync(`${store.file}-wal`).size).toBe(0);
    await deliveries.return?.();
  });

  test(
    'the WAL does not grow with the log, and is gone when the store is closed',
    async () => {
      const text = 'x'.repeat(100_000);
      const appends = Math.ceil((8 * CHECKPOINT_CHARACTERS) / (9 * text.length));
      for (let i = 0; i < appends; i++)
        await store.append(
          newStream(),
          Array.from({ length: 9 }, () => newEvent({ data: { text } })),
          'none',
        );
      expect(statSync(`${store.file}-wal`).size).toBeLessThan(4 * CHECKPOINT_CHARACTERS);
      await store.close();
      expect(() => statSync(`${store.file}-wal`)).toThrow('ENOENT');
      expect(world.warnings).toEqual([]);
    },
    WRITES_MUCH_MS,
  );

  test('when its writer is killed, what is on its way has an unknown outcome, and sent again it is there once', async () => {
    const streams = Array.from({ length: 50 }, newStream);
    const batches = streams.map(() => newEvents(2));
    const appendAll = () => Promise.allSettled(streams.map((stream, index) => store.append(stream, batches[index] ?? [], 'none')));
    await world.loseNextAcknowledgement();
    const first = await appendAll();
    for (const outcome of first) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(OutcomeUnknown);
    expect(first.some(({ status }) => status === 'rejected')).toBe(true);
    for (const outcome of await appendAll()) expect(outcome).toMatchObject({ status: 'fulfilled', value: { revision: 1 } });
    expect(await wholeLog(store)).toHaveLength(100);
  });

  test('a subscriber learns of what a writer committed that died before it told anybody', async () => {
    await store.close();
    const folder = await DataFolder.open(join(world.path, 'other'));
    const dying = await SqliteEventStore.open({ folder, startWriter: ({ file }) => new DyingWriter(file) });
    const subscriber = await new Subscriber(dying).until(({ caughtUp }) => caughtUp);
    await expect(dying.append('a', newEvents(2), 'none')).rejects.toBeInstanceOf(OutcomeUnknown);
    await subscriber.until(({ events }) => events.length === 2);
    await subscriber.stop();
    await dying.close();
    folder.close();
  });

  test('a file that is damaged under it fails reads as unavailable, with the reason', async () => {
    await store.append('a', newEvents(1), 'none');
    const reader = SqliteEventReader.open(store.file);
    const db = new Database(store.file);
    db.exec('DROP TABLE events');
    db.close();
    await expect(reader.readAll()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(reader.readAll()).rejects.toThrow('the event log could not be read: no such table: events');
    await reader.close();
  });
});
