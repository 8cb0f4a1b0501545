import fc from 'fast-check';
import { checkProjection, happenings, logOf, parcels } from '@docket/projecting/testing';
import { describeNeeding } from '../further-needs.js';
import { MongoStandIn, mongoStandIn } from './stand-in.js';
import { openFresh } from './world.js';

/** Each takes thousands of commands: between any two documents an engine may stop. */
const LOGS = 2;
const EVENTS = 12;
const SEED = 7;

describeNeeding(mongoStandIn, 'a projection in MongoDB, without transactions', () => {
  let server: MongoStandIn;
  beforeAll(async () => {
    server = await MongoStandIn.start();
  }, 60_000);
  afterAll(() => server.stop());

  const logs = fc.sample(happenings({ minLength: EVENTS, maxLength: EVENTS }).map(logOf), { numRuns: LOGS, seed: SEED });

  it.each(logs.map((log, index) => ({ log, index })))(
    'depends on nothing but the log: batches, deliveries, crashes and two engines at once (log $index)',
    async ({ log, index }) => {
      await checkProjection(parcels(), log, SEED + index, () => openFresh(server.url('')));
    },
    300_000,
  );
});
