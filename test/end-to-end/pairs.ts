import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { StandInProcess } from '../eventstoredb/spawn-stand-in.js';
import { describeNeeding, type Need } from '../further-needs.js';
import { MongoStandIn, mongoStandIn } from '../mongodb/stand-in.js';

/** What a process is told of the stores of one test: fresh ones, which every process that is told the same shares. */
export interface PairOfStores {
  readonly env: Readonly<Record<string, string>>;
  /** Ends the servers, or removes from them what the test has made. */
  close(): Promise<void>;
}

/** An event store and a document store that the program runs on. */
export interface Pair {
  readonly name: string;
  /** Beside Node.js. */
  readonly need?: Need;
  /** Can several processes have it at once? */
  readonly shared: boolean;
  open(): Promise<PairOfStores>;
}

/** Servers give no secret: all processes are given the same one. */
const DOCKET_SECRET = 'a secret of the tests only';

export const embedded: Pair = {
  name: 'the embedded stores',
  shared: false,
  open: async () => ({ env: {}, close: async () => undefined }),
};

/** The two servers of the tests, which a test may stop and start again. */
export class StandIns implements PairOfStores {
  constructor(
    readonly events: StandInProcess,
    readonly documents: MongoStandIn,
  ) {}

  static async start(): Promise<StandIns> {
    const [events, documents] = await Promise.all([StandInProcess.start(), MongoStandIn.start()]);
    return new StandIns(events, documents);
  }

  get env(): Readonly<Record<string, string>> {
    return { EVENTSTORE_URL: this.events.connectionString, MONGODB_URL: this.documents.url('docket'), DOCKET_SECRET };
  }

  async close(): Promise<void> {
    await Promise.all([this.events.stop(), this.documents.stop()]);
  }
}

export const standIns: Pair = {
  name: 'the stand-ins for EventStoreDB and MongoDB',
  need: mongoStandIn,
  shared: true,
  open: () => StandIns.start(),
};

/** The servers that EVENTSTORE_URL and MONGODB_URL name: under a prefix and in a database of this test's own. */
const realServers = (eventStoreUrl: string, mongodbUrl: string): Pair => ({
  name: REAL_SERVERS,
  shared: true,
  open: async () => {
    const own = `docket_test_${randomUUID().slice(0, 8)}`;
    const url = mongodbUrl.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${own}`);
    return {
      env: { EVENTSTORE_URL: eventStoreUrl, EVENTSTORE_PREFIX: `${own}-`, MONGODB_URL: url, DOCKET_SECRET },
      close: async () => {
        const client = await new MongoClient(url).connect();
        await client.db(own).dropDatabase();
        await client.close();
      },
    };
  },
});

const REAL_SERVERS = 'the servers that EVENTSTORE_URL and MONGODB_URL name';

const given = (): readonly Pair[] => {
  const { EVENTSTORE_URL: events, MONGODB_URL: documents } = process.env;
  return events && documents ? [realServers(events, documents)] : [];
};

/** All pairs that the end-to-end tests run on. The real servers are no need of CI: they are there where somebody names them. */
export const pairs: readonly Pair[] = [embedded, standIns, ...given()];

/** A describe for each pair; one line where there are no real servers. */
export const describeOnPairs = (name: string, on: readonly Pair[], body: (pair: Pair) => void): void => {
  if (given().length === 0) process.stderr.write(`not run: ${name}, on ${REAL_SERVERS}: set both\n`);
  for (const pair of on) {
    const title = `${name}, on ${pair.name}`;
    if (pair.need) describeNeeding(pair.need, title, () => body(pair));
    else describe(title, () => body(pair));
  }
};
