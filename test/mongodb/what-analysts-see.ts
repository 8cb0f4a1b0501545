import { randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { collectionOf, openMongoDocumentStore, type Build, type DocumentStore } from '@docket/document-store';
import { VIEW_PIPELINE } from '@docket/document-store/testing';

const build = (id: string): Build => ({ id, version: '1', logId: 'log', collections: ['notes'], startedAt: '2024-05-20T00:00:00.000Z' });

/** What analysts see, on a server that has views or on one that has none. */
export const whatAnalystsSee = (urlOf: () => string): void => {
  let client: MongoClient;
  let db: Db;
  let store: DocumentStore;
  const warnings: string[] = [];

  beforeAll(async () => {
    const [url, database] = [urlOf(), `docket-test-${randomUUID()}`];
    client = await MongoClient.connect(url);
    db = client.db(database);
    store = await openMongoDocumentStore({ url, database, warn: (message) => warnings.push(message) });
    await store.define(collectionOf('notes', 'b1'), { name: 'notes', orders: [], maps: ['custom'] });
    await store.compareAndSetProjection(0, { projection: 'notes', revision: 1, serving: 'b1', builds: { b1: build('b1') } });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await db.dropDatabase();
    await client.close();
  });

  const write = (body: object) =>
    store.commit({
      writes: [
        {
          collection: 'notes@b1',
          puts: [{ id: 'a', position: '1', terms: ['x'], orders: {}, body }],
          removals: [{ id: 'b', position: '1' }],
        },
      ],
    });

  it('are the fields of a document, with dates and with lists of what people name themselves; Docket reads the text as it was', async () => {
    const body = {
      status: 'open',
      at: '2024-05-20T09:30:00.000Z',
      day: '2024-05-20',
      never: '2024-02-30T09:30:00.000Z',
      custom: { 'a.b': 1, $c: '2024-05-20T09:30:00.000Z' },
      days: { '2024-05-20': { created: 1 } },
      changes: [{ from: null, to: 'P1', at: '2024-05-21T00:00:00.000Z' }],
    };
    await write(body);
    expect(
      await db
        .collection('notes@b1')
        .aggregate([...VIEW_PIPELINE])
        .toArray(),
    ).toEqual([
      {
        _id: 'a',
        status: 'open',
        at: new Date('2024-05-20T09:30:00.000Z'),
        day: '2024-05-20',
        never: '2024-02-30T09:30:00.000Z',
        custom: [
          { k: 'a.b', v: 1 },
          { k: '$c', v: new Date('2024-05-20T09:30:00.000Z') },
        ],
        days: [{ k: '2024-05-20', v: { created: 1 } }],
        changes: [{ from: null, to: 'P1', at: new Date('2024-05-21T00:00:00.000Z') }],
      },
    ]);
    expect((await store.get('notes@b1', 'a'))?.json).toBe(JSON.stringify(body));
  });

  it('are views where the server has them; where it has none, nothing stands under their names', async () => {
    const standing = (await db.listCollections().toArray()).find(({ name }) => name === 'notes');
    if (standing) {
      expect(standing).toMatchObject({ type: 'view', options: { viewOn: 'notes@b1' } });
      expect(await db.collection('notes').find({ status: 'open' }).toArray()).toHaveLength(1);
    } else {
      await expect(db.command({ collMod: 'notes', viewOn: 'notes@b1', pipeline: [] })).rejects.toMatchObject({ code: 59 });
    }
    expect(warnings).toEqual([]);
  });
};
