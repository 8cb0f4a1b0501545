import { type Collection, MongoClient } from 'mongodb';
import { describeNeeding } from '../../../../test/further-needs.js';
import { MongoStandIn, mongoStandIn } from '../../../../test/mongodb/stand-in.js';
import type { PageEnd } from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import { find } from './find.js';
import { indexesOf } from './indexes.js';
import { LIST_MOVES_MAX } from './limits.js';
import type { Stored } from './stored.js';

const QUERY = { order: 'rank', all: ['common'], none: ['usual'], limit: 10 } as const;
/** Many documents are written, and the server looks at all of them for each question. */
const TAKES_AT_MOST_MS = 120_000;

const ticket = (rank: number): Stored => ({
  _id: `t${rank}`,
  position: '1',
  removed: false,
  terms: rank === EXAMINED_MAX ? ['common'] : ['common', 'usual'],
  orders: { rank },
  json: '{}',
});

/** The collection, in which somebody changes something behind the first question. */
const changedBehindTheFirst = (collection: Collection<Stored>, change: () => Promise<unknown>): Collection<Stored> => {
  let asked = 0;
  const aggregate = (...given: Parameters<typeof collection.aggregate>) => ({
    toArray: async () => {
      if (asked++ === 1) await change();
      return collection.aggregate(...given).toArray();
    },
  });
  return Object.create(collection, { aggregate: { value: aggregate } }) as Collection<Stored>;
};

const walk = async (collection: Collection<Stored>): Promise<readonly string[]> => {
  const seen: string[] = [];
  let after: PageEnd | undefined;
  do {
    const page = await find(collection, { ...QUERY, ...(after && { after }) });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after);
  return seen;
};

describeNeeding(mongoStandIn, 'a walk through a list of which a page examines a part', () => {
  let server: MongoStandIn;
  let client: MongoClient;
  beforeAll(async () => {
    server = await MongoStandIn.start();
    client = await MongoClient.connect(server.url(''));
  });
  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  test.each([
    ['and a little more', EXAMINED_MAX + 1],
    ['and many more', EXAMINED_MAX + 500],
  ])(
    '%s: a document that stays is seen once, though LIST_MOVES_MAX before it go while a page is read',
    async (_, documents) => {
      const collection = client.db('docket').collection<Stored>(`tickets ${documents}`);
      await collection.createIndexes(indexesOf({ name: 'tickets', orders: ['rank'] }).map(({ name, key }) => ({ name, key: { ...key } })));
      await collection.insertMany(Array.from({ length: documents }, (_, rank) => ticket(rank)));
      expect(
        await walk(changedBehindTheFirst(collection, () => collection.deleteMany({ 'orders.rank': { $lt: LIST_MOVES_MAX } }))),
      ).toEqual([`t${EXAMINED_MAX}`]);
    },
    TAKES_AT_MOST_MS,
  );
});
