import { randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { openMongoDocumentStore, type DocumentStore, type Find } from '@docket/document-store';
import { documentStoreContract } from '@docket/document-store/testing';
import { whatAnalystsSee } from './what-analysts-see.js';
import { openFresh, warn } from './world.js';

/** Run by `npm run test:mongodb` alone: a test of the usual run needs no server. */
const url = process.env['MONGODB_URL'] ?? '';

documentStoreContract('MongoDB, on the server of MONGODB_URL', () => openFresh(url));

describe('what analysts see on the server of MONGODB_URL', () => whatAnalystsSee(() => url));

describe('the plans of the queries on the server of MONGODB_URL', () => {
  const DOCUMENTS = 3_000;
  const database = `docket-test-${randomUUID()}`;
  let client: MongoClient;
  let db: Db;
  let store: DocumentStore;

  beforeAll(async () => {
    client = await MongoClient.connect(url);
    db = client.db(database);
    store = await openMongoDocumentStore({ url, database, warn });
    await store.define('tickets@1', { name: 'tickets', orders: ['at', 'name'] });
    const puts = Array.from({ length: DOCUMENTS }, (_, i) => ({
      id: `t${i}`,
      position: '1',
      terms: ['all', `group${i % 7}`, ...(i % 500 === 0 ? ['rare'] : [])],
      orders: { at: i, name: `name ${i % 100}` },
      body: { i },
    }));
    await store.commit({ writes: [{ collection: 'tickets@1', puts, removals: [] }] });
    // What the server keeps of each command says by which index it went, and whether it sorted.
    await db.command({ profile: 2 });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await db.dropDatabase();
    await client.close();
  });

  const queries: readonly Omit<Find, 'limit' | 'order'>[] = [
    {},
    { direction: 'descending' },
    { all: ['rare'] },
    { all: ['all', 'group3', 'rare'], direction: 'descending' },
    { any: [['group1', 'group2']] },
    { all: ['group4'], none: ['rare'] },
  ];

  it.each(['at', 'name'])('go by a declared index and sort nothing in memory, by %s', async (order) => {
    for (const query of queries) {
      await store.find('tickets@1', { ...query, order, limit: 20 });
      await store.count('tickets@1', { ...query, order });
    }
    const ran = await db
      .collection('system.profile')
      .find({ ns: `${database}.tickets@1`, 'command.aggregate': 'tickets@1' })
      .toArray();
    expect(ran.length).toBeGreaterThanOrEqual(2 * queries.length);
    for (const { planSummary, hasSortStage } of ran) {
      expect(planSummary).toMatch(/^IXSCAN \{ removed: 1, /);
      expect(hasSortStage).toBeUndefined();
    }
  });
});
