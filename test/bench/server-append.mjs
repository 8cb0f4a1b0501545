// Appends through the adapter for EventStoreDB against the bare client, which appends the same events to the same server.
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { openEventStoreDb } from '../../dist/libs/event-store/src/index.js';
import { startEventStoreServer } from './event-store-server.mjs';
import { middleOf } from './middle.mjs';
import { newEvent } from './new-event.mjs';

const WRITERS = 64;
const ROUNDS = 5;
/** Of one round and of one writer; the first round warms up and is not counted. */
const APPENDS = 60;
/** A ticket's life: then its writer turns to the next one. */
const EVENTS_OF_STREAM = 30;
const FLOOR = 0.8;
/** What the adapter gives the client at once (APPENDS_IN_FLIGHT_MAX there says why): the second row gives the bare client no more. */
const IN_FLIGHT = 15;

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

/** Calls `append`, so many at a time and in order. */
const fewAtATime = (append) => {
  let running = 0;
  const waiting = [];
  return async (...args) => {
    if (running === IN_FLIGHT) await new Promise((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await append(...args);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};

export const rows = async () => {
  const server = await startEventStoreServer();
  const prefix = `bench-${randomUUID()}-`;
  const store = await openEventStoreDb({ url: server.url, prefix, warn: (message) => process.stderr.write(`${message}\n`) });
  const client = EventStoreDBClient.connectionString(server.url);
  const throughTheAdapter = (stream, event, revision) => store.append(stream, [event], revision === 0 ? 'none' : revision - 1);
  const byTheClient = (stream, event, revision) =>
    client.appendToStream(stream, jsonEvent(event), { expectedRevision: revision === 0 ? NO_STREAM : BigInt(revision - 1) });
  try {
    const [against, againstFew] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const value = await rate('', throughTheAdapter);
      const limit = await rate(prefix, byTheClient);
      const limitOfFew = await rate(prefix, fewAtATime(byTheClient));
      if (round === 0) continue;
      against.push({ value, limit, ratio: value / limit });
      againstFew.push({ value, limit: limitOfFew, ratio: value / limitOfFew });
    }
    const row = (name, rounds) => ({ name: `${name} (${server.name})`, unit: 'events/s', ...middleOf(rounds), floor: FLOOR });
    return [
      row('appends through the adapter, 64 writers', against),
      row(`the same, the bare client with ${IN_FLIGHT} in flight too`, againstFew),
    ];
  } finally {
    await store.close();
    await client.dispose();
    await server.stop();
  }
};
