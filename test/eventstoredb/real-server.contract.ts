import { eventStoreContract } from '@docket/event-store/testing';
import { EventStoreDbWorld } from './event-store-db-world.js';

/** Run by `npm run test:eventstoredb` alone: a test of the usual run needs no server. */
eventStoreContract('The EventStoreDB adapter, on the server of EVENTSTORE_URL', () =>
  EventStoreDbWorld.make(process.env['EVENTSTORE_URL'] ?? ''),
);
