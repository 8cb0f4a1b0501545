// A rebuild of the tickets read model on the servers, against the bare client that reads $all and the driver that bulk-writes a document for each event.
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, FORWARDS, START } from '@eventstore/db-client';
import { MongoClient } from 'mongodb';
import { middleOf } from './middle.mjs';
import { openTickets, secondsToNoLag } from './new-tickets.mjs';
import { rebuildTickets } from './rebuild.mjs';
import { onServerPair } from './server-pair.mjs';

/** Each is opened and not changed: mongo-java-server looks at a whole collection for each guarded replace, which would measure that server and nothing else. */
const TICKETS = 2_000;
/** The first one warms up and is not counted. */
const ROUNDS = 3;
const BULK = 1_000;
const FLOOR = 0.5;

/** Seconds and events of the bare copy, into a collection that it drops. */
const copyBare = async ({ eventStore: { url, prefix }, mongoUrl }) => {
  const [events, documents] = [EventStoreDBClient.connectionString(url), await MongoClient.connect(mongoUrl)];
  const collection = documents.db().collection(`bench-copy-${randomUUID()}`);
  const before = performance.now();
  let count = 0;
  let batch = [];
  const write = async () => {
    if (batch.length > 0) await collection.bulkWrite(batch, { ordered: false });
    batch = [];
  };
  try {
    for await (const { event } of events.readAll({ direction: FORWARDS, fromPosition: START })) {
      if (!event?.streamId.startsWith(prefix)) continue;
      count += 1;
      batch.push({ insertOne: { document: { _id: event.id, stream: event.streamId, type: event.type, ...event.data } } });
      if (batch.length === BULK) await write();
    }
    await write();
    const seconds = (performance.now() - before) / 1_000;
    await collection.drop();
    return { seconds, count };
  } finally {
    await Promise.all([events.dispose(), documents.close()]);
  }
};

const fill = async (startDocket) => {
  const server = await startDocket();
  try {
    await openTickets(server, TICKETS);
    await secondsToNoLag(server);
  } finally {
    await server.stop();
  }
};

const measure = async (pair) => {
  const { name, eventStore, documentStore, startDocket } = pair;
  await fill(startDocket);
  const rounds = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const bare = await copyBare(pair);
    const seconds = await rebuildTickets({ eventStore, documentStore });
    const [value, limit] = [bare.count / seconds, bare.count / bare.seconds];
    if (round > 0) rounds.push({ value, limit, ratio: value / limit });
  }
  return [{ name: `rebuild of the tickets read model (${name})`, unit: 'events/s', ...middleOf(rounds), floor: FLOOR }];
};

export const rows = ({ workspace }) => onServerPair(workspace, measure);
