import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { claimContract, type LogWorld, repeatingContract } from '@docket/deciding/testing';
import { openEventStoreDb } from '@docket/event-store';
import { StandIn } from './stand-in/index.js';

let server: StandIn;
beforeAll(async () => {
  server = await StandIn.start();
});
afterAll(() => server.stop());

/** A log of its own on the server, behind a prefix. */
const open = async (): Promise<LogWorld> => {
  const store = await openEventStoreDb({
    url: server.connectionString,
    prefix: `docket-test-${randomUUID()}.`,
    warn: (message) => {
      throw new Error(message);
    },
  });
  const loseNextAcknowledgements = (count: number): void => {
    for (let i = 0; i < count; i++) server.faults.loseNextAnswer();
  };
  return { store, loseNextAcknowledgements, wait, end: () => store.close() };
};

repeatingContract('On EventStoreDB', open);
claimContract('On EventStoreDB', open);
