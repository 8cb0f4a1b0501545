import { describeNeeding } from '../further-needs.js';
import { MongoStandIn, mongoStandIn } from './stand-in.js';
import { whatAnalystsSee } from './what-analysts-see.js';

describeNeeding(mongoStandIn, 'what analysts see in MongoDB', () => {
  let server: MongoStandIn;
  beforeAll(async () => {
    server = await MongoStandIn.start();
  }, 60_000);
  afterAll(() => server.stop());

  describe('as one without views has it', () => whatAnalystsSee(() => server.url('')));
});
