// Both servers, and what Docket is told of them: a log and a database of its own.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startEventStoreServer } from './event-store-server.mjs';
import { startMongoServer } from './mongo-server.mjs';
import { startDocket } from './processes.mjs';

/** Calls `measure` with the pair, and ends the servers whatever it does. `name` says in the table what was measured. */
export const onServerPair = async (workspace, measure) => {
  const closers = [];
  try {
    const events = await startEventStoreServer();
    closers.push(events.stop);
    const documents = await startMongoServer();
    closers.push(documents.stop);
    const prefix = `bench-${randomUUID()}-`;
    const env = {
      EVENTSTORE_URL: events.url,
      EVENTSTORE_PREFIX: prefix,
      MONGODB_URL: documents.url,
      DOCKET_SECRET: 'a secret of the benchmark only',
    };
    return await measure({
      name: `${events.name}, ${documents.name}`,
      eventStore: { url: events.url, prefix },
      mongoUrl: documents.url,
      documentStore: { url: documents.url, database: documents.database },
      startDocket: () => startDocket(join(workspace, 'unused'), env),
    });
  } finally {
    for (const close of closers.reverse()) await close();
  }
};
