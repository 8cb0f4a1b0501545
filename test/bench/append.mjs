// Appends through the store against the driver alone, which commits the same bytes in groups.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DataFolder, SqliteEventStore } from '../../dist/libs/event-store/src/index.js';
import { newEvent } from './new-event.mjs';

const WRITERS = 64;
const ROUNDS = 5;
/** Of one round and of one writer; the first round warms up and is not counted. */
const APPENDS = 600;
/** A ticket's life: then its writer turns to the next one. */
const EVENTS_OF_STREAM = 30;
const FLOOR = 0.5;

const seconds = async (work) => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

const writer = async (store) => {
  let stream;
  for (let i = 0; i < APPENDS; i++) {
    const revision = i % EVENTS_OF_STREAM;
    if (revision === 0) stream = `ticket-${randomUUID()}`;
    await store.append(stream, [newEvent(revision)], revision === 0 ? 'none' : revision - 1);
  }
};

const throughTheStore = async (store) => {
  const took = await seconds(() => Promise.all(Array.from({ length: WRITERS }, () => writer(store))));
  return (WRITERS * APPENDS) / took;
};

const byTheDriver = async (file, bytes) => {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, bytes TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO log (bytes) VALUES (?)');
  const group = db.transaction((from) => {
    for (let i = from; i < from + WRITERS; i++) insert.run(bytes[i]);
  });
  const took = await seconds(() => {
    for (let from = 0; from < bytes.length; from += WRITERS) group.immediate(from);
  });
  db.close();
  return bytes.length / took;
};

/** The bytes of the round's events. */
const bytesOf = (file, after) => {
  const db = new Database(file, { readonly: true });
  const bytes = db.prepare('SELECT bytes FROM events WHERE position > ?').pluck().all(after);
  db.close();
  return bytes;
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The rows of this benchmark: `{name, value, unit, limit, ratio, floor}`. */
export const rows = async () => {
  const path = mkdtempSync(join(tmpdir(), 'docket-bench-append-'));
  const folder = await DataFolder.open(path);
  const store = await SqliteEventStore.open({ folder });
  try {
    const pairs = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const before = await store.eventsAfter(undefined);
      const value = await throughTheStore(store);
      const limit = await byTheDriver(join(path, 'raw.db'), bytesOf(store.file, before));
      if (round > 0) pairs.push({ value, limit, ratio: value / limit });
    }
    const ratio = median(pairs.map((pair) => pair.ratio));
    const { value, limit } = pairs.find((pair) => pair.ratio === ratio);
    return [{ name: 'appends through the store, 64 writers', value, unit: 'events/s', limit, ratio, floor: FLOOR }];
  } finally {
    await store.close();
    folder.close();
    rmSync(path, { recursive: true, force: true });
  }
};
