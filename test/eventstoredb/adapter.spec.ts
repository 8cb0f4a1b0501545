import { eventStoreContract } from '@docket/event-store/testing';
import { EventStoreDbWorld } from './event-store-db-world.js';
import { StandIn } from './stand-in/index.js';

eventStoreContract('The EventStoreDB adapter, on the stand-in', async () => {
  const server = await StandIn.start();
  return EventStoreDbWorld.make(server.connectionString, () => server.stop());
});
