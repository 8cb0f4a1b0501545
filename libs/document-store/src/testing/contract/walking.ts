import fc from 'fast-check';
import type { Commit, DocumentReader, Find, OrderValue, PageEnd, Put } from '../../document-store.js';
import { MemoryDocumentStore } from '../memory-document-store.js';
import { position, TICKETS, TICKETS_DEFINITION, type OpenStore } from './fixtures.js';

/** Random documents, queries and walks, compared with the model in memory. */

const IDS = Array.from({ length: 24 }, (_, i) => (i % 5 === 0 ? `文${i}` : `d${i}`));
const TERMS = ['a', 'b', 'c', 'd', 'e', 'f\u0000'];
const SUBJECTS = ['', 'a', 'b', 'é', '\uFF5E', '\u{1F4E6}', 'a\u0000'];

const id = fc.constantFrom(...IDS);
const put = (at: number): fc.Arbitrary<Put> =>
  fc
    .record({
      id,
      terms: fc.array(fc.constantFrom(...TERMS), { maxLength: 5 }),
      rank: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0.5, -3, 1e12)),
      subject: fc.constantFrom(...SUBJECTS),
      back: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ id, terms, rank, subject, back }) => ({
      id,
      position: position(Math.max(1, at - back)),
      terms,
      orders: { rank, subject },
      body: { id, terms, rank, subject },
    }));

/** Commits in the order of time, with some that come late. */
export const commits = (most: number): fc.Arbitrary<Commit[]> =>
  fc.array(fc.nat(), { minLength: 1, maxLength: most }).chain((steps) =>
    fc.tuple(
      ...steps.map((_, index) =>
        fc
          .record({
            puts: fc.array(put(index * 2 + 4), { maxLength: 8 }),
            removals: fc.array(
              id.map((each) => ({ id: each, position: position(index * 2 + 3) })),
              { maxLength: 2 },
            ),
          })
          .map(({ puts, removals }): Commit => ({ writes: [{ collection: TICKETS, puts, removals }] })),
      ),
    ),
  );

const terms = fc.array(fc.constantFrom(...TERMS, 'nobody'), { maxLength: 2 });
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });

export const queries: fc.Arbitrary<Find> = fc
  .constantFrom<[string, fc.Arbitrary<OrderValue>]>(
    ['rank', fc.oneof(fc.integer({ min: -1, max: 5 }), fc.constant(0.5))],
    ['subject', fc.constantFrom(...SUBJECTS, 'ab')],
  )
  .chain(([order, value]) =>
    fc.record(
      {
        order: fc.constant(order),
        direction: fc.constantFrom('ascending' as const, 'descending' as const),
        all: terms,
        any: fc.array(fc.array(fc.constantFrom(...TERMS, 'nobody'), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
        none: terms,
        range: fc
          .record({ from: optional(value), to: optional(value) })
          .map(({ from, to }) => ({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) })),
        limit: fc.integer({ min: 1, max: 7 }),
      },
      { requiredKeys: ['order', 'limit'] },
    ),
  );

export type FindPage = (query: Find) => ReturnType<DocumentReader['find']>;

/** Every document of a list, page by page; `between` is called before each page but the first. */
export const walk = async (find: FindPage, query: Find, between?: () => Promise<void>): Promise<string[]> => {
  const seen: string[] = [];
  let after: PageEnd | undefined;
  // The list has at most one page a document, and one more that finds its end.
  for (let pages = 0; pages <= IDS.length + 1; pages++) {
    if (pages > 0) await between?.();
    const page = await find(after ? { ...query, after } : query);
    if (page.items.length > query.limit) throw new Error('a page holds more than its limit');
    for (const item of page.items) seen.push(item.id);
    if (!page.next) return seen;
    after = page.next;
  }
  throw new Error('the walk does not end');
};

export const everything = async (reader: DocumentReader, query: Find): Promise<string[]> =>
  (await reader.find(TICKETS, { ...query, limit: 1_000 })).items.map((item) => item.id);

export const walking = (open: OpenStore): void => {
  const onStore = async (check: (test: Awaited<ReturnType<OpenStore>>, model: MemoryDocumentStore) => Promise<void>): Promise<void> => {
    const test = await open();
    const model = new MemoryDocumentStore();
    try {
      for (const store of [test.store, model]) await store.define(TICKETS, TICKETS_DEFINITION);
      await check(test, model);
    } finally {
      await test.close();
    }
  };

  it('answers as the model does, whatever was written and whatever is asked', async () => {
    const property = fc.asyncProperty(commits(6), fc.array(queries, { minLength: 1, maxLength: 12 }), async (written, asked) =>
      onStore(async ({ store, reader }, model) => {
        for (const commit of written) for (const each of [store, model]) await each.commit(commit);
        const guarded = await store.getGuarded(TICKETS, IDS);
        const modelled = await model.getGuarded(TICKETS, IDS);
        expect(plainly(guarded)).toEqual(plainly(modelled));
        for (const query of asked) {
          const { limit: _, direction: __, ...filter } = query;
          const all = await everything(model, query);
          expect(await everything(reader, query)).toEqual(all);
          expect(await walk((page) => reader.find(TICKETS, page), query)).toEqual(all);
          expect(await reader.count(TICKETS, filter, 5)).toEqual(await model.count(TICKETS, filter, 5));
        }
      }),
    );
    await fc.assert(property, { numRuns: 60 });
  }, 240_000);

  it('shows a document whose order value does not change exactly once in a walk, while documents change', async () => {
    const property = fc.asyncProperty(commits(4), fc.array(commits(1), { maxLength: 6 }), queries, async (before, during, query) =>
      onStore(async ({ store, reader }, model) => {
        for (const commit of before) for (const each of [store, model]) await each.commit(commit);
        let steady = await steadyOf(model, query);
        const changes = [...during];
        const seen = await walk(
          (page) => reader.find(TICKETS, page),
          query,
          async () => {
            for (const commit of later(changes.shift() ?? [])) for (const each of [store, model]) await each.commit(commit);
            const now = await steadyOf(model, query);
            steady = new Map([...steady].filter(([each, value]) => now.get(each) === value));
          },
        );
        for (const each of steady.keys()) expect(seen.filter((one) => one === each)).toEqual([each]);
      }),
    );
    await fc.assert(property, { numRuns: 60 });
  }, 240_000);
};

/** Newer than all that was written before. */
let clock = 1_000;
const later = (written: readonly Commit[]): Commit[] =>
  written.map(({ writes }) => ({
    writes: writes.map(({ collection, puts, removals }) => ({
      collection,
      puts: puts.map((each) => ({ ...each, position: position(clock++) })),
      removals: removals.map((each) => ({ ...each, position: position(clock++) })),
    })),
  }));

/** The documents that match now, each with its value of the order. */
const steadyOf = async (model: MemoryDocumentStore, query: Find): Promise<Map<string, unknown>> => {
  const page = await model.find<Record<string, unknown>>(TICKETS, { ...query, limit: 1_000 });
  return new Map(page.items.map((item) => [item.id, item.body[query.order]]));
};

const plainly = (guarded: Awaited<ReturnType<MemoryDocumentStore['getGuarded']>>): unknown =>
  [...guarded.values()]
    .map((each) => (each.removed ? each : { id: each.id, position: each.position, terms: [...each.terms].sort(), body: each.body }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
