import { jest } from '@jest/globals';
import { documentStoreContract } from '@docket/document-store/testing';
import { describeNeeding } from '../further-needs.js';
import { MongoStandIn, mongoStandIn } from './stand-in.js';
import { openFresh } from './world.js';

/** It has no planner: what looks at 20,000 documents looks at each of them. */
jest.setTimeout(60_000);

describeNeeding(mongoStandIn, 'MongoDB, as a server of others speaks it', () => {
  let server: MongoStandIn;
  beforeAll(async () => {
    server = await MongoStandIn.start();
  }, 60_000);
  afterAll(() => server.stop());

  documentStoreContract('MongoDB', () => openFresh(server.url('')));
});
