import fc from 'fast-check';
import type { Collection, Document } from 'mongodb';
import type { CollectionDefinition } from '../document-store.js';
import { ORDERS_MAX } from '../limits.js';
import { TICKETS_DEFINITION } from '../testing/contract/fixtures.js';
import { queries } from '../testing/contract/walking.js';
import { count, find } from './find.js';
import { indexesOf, type DeclaredIndex } from './indexes.js';
import { INDEX_FIELDS_MAX, INDEXES_MAX, LIST_MOVES_MAX } from './limits.js';
import type { Stored } from './stored.js';

/** A question as it goes to the server. */
interface Asked {
  readonly filter: Document;
  readonly sort: Readonly<Record<string, number>> | undefined;
  readonly hint: unknown;
  readonly maxTimeMS: unknown;
}

/** Keeps what it is asked, and knows of nothing but that a list ends with so many documents behind the place where it is asked for its end. */
const listening = (atTheEnd: number): { readonly asked: Asked[]; readonly collection: Collection<Stored> } => {
  const asked: Asked[] = [];
  const collection = {
    aggregate: (stages: readonly Document[], { hint, maxTimeMS }: Document) => {
      const stage = (name: string): Document | undefined => stages.find((each) => name in each)?.[name] as Document | undefined;
      asked.push({ filter: stage('$match') ?? {}, sort: stage('$sort'), hint, maxTimeMS });
      const ends = stage('$skip') === undefined ? 0 : atTheEnd;
      return { toArray: async () => Array.from({ length: ends }, () => ({ _id: 'd', orders: { rank: 0, subject: '' } })) };
    },
    countDocuments: async (filter: Document, { hint, maxTimeMS }: Document) => {
      asked.push({ filter, sort: undefined, hint, maxTimeMS });
      return 0;
    },
  };
  return { asked, collection: collection as unknown as Collection<Stored> };
};

/** Why an index gives the documents of a question neither in its order nor by its terms; undefined: it does. */
const unserved = ({ filter, sort }: Asked, { key }: DeclaredIndex): string | undefined => {
  const fields = Object.keys(key);
  const equal = fields.filter((field) => field === 'removed' || field === 'terms');
  if (equal.some((field) => !(field in filter))) return `${equal.join(' and ')} are not given`;
  if (!sort) return undefined;
  const rest = fields.slice(equal.length);
  if (Object.keys(sort).join() !== rest.join()) return `it is sorted by ${Object.keys(sort).join()}, not by ${rest.join()}`;
  return new Set(Object.values(sort)).size === 1 ? undefined : 'its directions differ';
};

describe('the queries that go to MongoDB', () => {
  it('name the declared index that serves each of them, without a sort in memory, and how long they may take', async () => {
    const indexes = new Map(indexesOf(TICKETS_DEFINITION).map((index) => [index.name, index]));
    await fc.assert(
      fc.asyncProperty(queries, fc.constantFrom(0, 1, LIST_MOVES_MAX + 2), async (query, atTheEnd) => {
        const { asked, collection } = listening(atTheEnd);
        await find(collection, query);
        await count(collection, query, 10);
        expect(asked.length).toBeGreaterThanOrEqual(2);
        for (const each of asked) {
          const index = indexes.get(String(each.hint));
          if (!index) throw new Error(`no declared index is called ${String(each.hint)}`);
          expect(unserved(each, index)).toBeUndefined();
          expect(each.maxTimeMS).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('the indexes of a collection', () => {
  const orders = Array.from({ length: ORDERS_MAX }, (_, index) => `order${index}`);
  const largest: CollectionDefinition = { name: 'largest', orders };

  it('keep to what MongoDB allows, for the largest definition that there may be', () => {
    const indexes = indexesOf(largest);
    expect(indexes).toHaveLength(2 * ORDERS_MAX);
    expect(indexes.length + 1).toBeLessThanOrEqual(INDEXES_MAX);
    expect(new Set(indexes.map(({ name }) => name)).size).toBe(indexes.length);
    for (const { key } of indexes) {
      expect(Object.keys(key).length).toBeLessThanOrEqual(INDEX_FIELDS_MAX);
      // Of all that is stored for finding, terms alone are an array.
      expect(Object.keys(key).filter((field) => field === 'terms').length).toBeLessThanOrEqual(1);
      expect(Object.keys(key).every((field) => ['removed', 'terms', '_id'].includes(field) || field.startsWith('orders.'))).toBe(true);
    }
  });

  it('are by order alone where nothing is found by terms, and none where nothing is listed', () => {
    expect(indexesOf({ ...largest, terms: false })).toHaveLength(ORDERS_MAX);
    expect(indexesOf({ name: 'small', orders: [] })).toEqual([]);
  });
});
