import { StandIn } from '../../../../test/eventstoredb/stand-in/index.js';
import { EventStoreDb } from './event-store-db.js';

test('a follower that leaves its loop leaves no subscription on the server', async () => {
  const server = await StandIn.start();
  const store = await EventStoreDb.open({ url: server.connectionString, prefix: 'docket.', warn: () => undefined });
  for await (const { kind } of store.subscribe(undefined, new AbortController().signal)) {
    if (kind !== 'caughtUp') continue;
    expect(server.subscriptions.count).toBe(1);
    break;
  }
  while (server.subscriptions.count > 0) await new Promise(setImmediate);
  await store.close();
  await server.stop();
});
