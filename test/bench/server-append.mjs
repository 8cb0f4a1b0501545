// Appends through the adapter for EventStoreDB against the bare client, which appends the same events to the same server.
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { openEventStoreDb } from '../../dist/libs/event-store/src/index.js';
import { startEventStoreServer } from './event-store-server.mjs';
import { newEvent } from './new-event.mjs';

const WRITERS = 64;
const ROUNDS = 5;
/** Of one round and of one writer; the first round warms up and is not counted. */
const APPENDS = 60;
/** A ticket's life: then its writer turns to the next one. */
const EVENTS_OF_STREAM = 30;
const FLOOR = 0.8;

const writer = async (prefix, append) => {
  let stream;
  for (let i = 0; i < APPENDS; i++) {
    const revision = i % EVENTS_OF_STREAM;
    if (revision === 0) stream = `${prefix}ticket-${randomUUID()}`;
    await append(stream, newEvent(revision, randomUUID()), revision);
  }
};

/** Events a second of 64 writers, each with streams of its own. */
const rate = async (prefix, append) => {
  const start = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, () => writer(prefix, append)));
  return (WRITERS * APPENDS * 1_000) / (performance.now() - start);
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export const rows = async () => {
  const server = await startEventStoreServer();
  const prefix = `bench-${randomUUID()}-`;
  const store = await openEventStoreDb({ url: server.url, prefix, warn: (message) => process.stderr.write(`${message}\n`) });
  const client = EventStoreDBClient.connectionString(server.url);
  const throughTheAdapter = (stream, event, revision) => store.append(stream, [event], revision === 0 ? 'none' : revision - 1);
  const byTheClient = (stream, event, revision) =>
    client.appendToStream(stream, jsonEvent(event), { expectedRevision: revision === 0 ? NO_STREAM : BigInt(revision - 1) });
  try {
    const pairs = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const value = await rate('', throughTheAdapter);
      const limit = await rate(prefix, byTheClient);
      if (round > 0) pairs.push({ value, limit, ratio: value / limit });
    }
    const ratio = median(pairs.map((pair) => pair.ratio));
    const { value, limit } = pairs.find((pair) => pair.ratio === ratio);
    return [{ name: `appends through the adapter, 64 writers (${server.name})`, value, unit: 'events/s', limit, ratio, floor: FLOOR }];
  } finally {
    await store.close();
    await client.dispose();
    await server.stop();
  }
};
