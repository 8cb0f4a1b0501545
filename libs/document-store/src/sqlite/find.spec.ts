import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putTickets, ticket, TICKETS, TICKETS_DEFINITION } from '../testing/contract/fixtures.js';
import { commits, everything, queries, walk } from '../testing/contract/walking.js';
import { MemoryDocumentStore } from '../testing/memory-document-store.js';
import { Catalogue } from './catalogue.js';
import { count } from './count.js';
import { find, type Effort } from './find.js';
import { openDatabase } from './open-database.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';
import { Transactions } from './transactions.js';

describe('find, whichever way it takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-find-'));
  let files = 0;
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Few documents, so that each way is taken with little effort. */
  const ways: readonly [string, Effort][] = [
    ['gathers whatever has a term', { trialMax: 0, examinedMax: 1_000 }],
    ['walks on trial first', { trialMax: 100, examinedMax: 1_000 }],
    ['may examine so few that pages are partial', { trialMax: 0, examinedMax: 3 }],
    ['walks on trial among few', { trialMax: 2, examinedMax: 7 }],
    ['may examine one', { trialMax: 0, examinedMax: 1 }],
  ];

  it.each(ways)(
    'finds all of a list, and never more than is there, when it %s',
    async (_, effort) => {
      const property = fc.asyncProperty(commits(5), fc.array(queries, { minLength: 1, maxLength: 10 }), async (written, asked) => {
        const file = join(folder, `${files++}.db`);
        const store = await SqliteDocumentStore.open(file);
        const model = new MemoryDocumentStore();
        const database = openDatabase(file, 'reader');
        try {
          for (const each of [store, model]) await each.define(TICKETS, TICKETS_DEFINITION);
          for (const commit of written) for (const each of [store, model]) await each.commit(commit);
          const collection = new Catalogue(database).collection(TICKETS);
          const transactions = new Transactions(database);
          for (const query of asked) {
            const all = await everything(model, query);
            expect(await walk(async (page) => transactions.reading(() => find(collection, page, effort)), query)).toEqual(all);
            const { limit: _limit, direction: _direction, ...filter } = query;
            const counted = transactions.reading(() => count(collection, filter, 4, effort.examinedMax));
            if (counted.is === 'exact') expect(counted.count).toBe(all.length);
            else expect(all.length).toBeGreaterThanOrEqual(counted.count + (counted.is === 'more' ? 1 : 0));
          }
        } finally {
          database.close();
          await store.close();
        }
      });
      await fc.assert(property, { numRuns: 40 });
    },
    60_000,
  );

  it('gathers after a walk on trial that found too little, and the page is whole', async () => {
    const file = join(folder, `${files++}.db`);
    const store = await SqliteDocumentStore.open(file);
    await store.define(TICKETS, TICKETS_DEFINITION);
    // By their number they should be met at once, but all of them stand in the list's second half.
    await putTickets(store, ...Array.from({ length: 24 }, (_, rank) => ticket(`t${rank}`, 1, { rank, terms: rank < 12 ? [] : ['late'] })));
    const database = openDatabase(file, 'reader');
    const collection = new Catalogue(database).collection(TICKETS);
    const page = find(collection, { order: 'rank', all: ['late'], limit: 1 }, { trialMax: 100, examinedMax: 1_000 });
    expect(page).toMatchObject({ items: [{ id: 't12' }], next: { value: 12, id: 't12' }, partial: false });
    database.close();
    await store.close();
  });
});
