import { DefinedOtherwise, UnknownCollection } from '../../failures.js';
import { collectionOf } from '../../document-store.js';
import { position, putTickets, ticket, TICKETS, TICKETS_DEFINITION, type OpenStore, type StoreUnderTest } from './fixtures.js';

/** Collections: defined, defined again, dropped. */
export const collecting = (open: OpenStore): void => {
  let test: StoreUnderTest;
  beforeEach(async () => {
    test = await open();
  });
  afterEach(() => test.close());

  const plain = (id: string, at: number) => ({ id, position: position(at), terms: [], orders: {}, body: { at } });

  it('keeps the builds of a collection apart', async () => {
    for (const build of ['b1', 'b2']) await test.store.define(collectionOf('tickets', build), TICKETS_DEFINITION);
    await test.store.commit({
      writes: [
        { collection: 'tickets@b1', puts: [ticket('a', 1, { body: { build: 1 } })], removals: [] },
        { collection: 'tickets@b2', puts: [ticket('a', 1, { body: { build: 2 } })], removals: [] },
      ],
    });
    expect((await test.reader.get(collectionOf('tickets', 'b2'), 'a'))?.body).toEqual({ build: 2 });
    await test.store.drop('tickets@b1');
    await expect(test.reader.get('tickets@b1', 'a')).rejects.toThrow(UnknownCollection);
    expect((await test.reader.get('tickets@b2', 'a'))?.body).toEqual({ build: 2 });
  });

  it('does nothing when a collection stands as it is defined', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await putTickets(test.store, ticket('a', 1, { rank: 3, subject: 's' }));
    await test.store.define(TICKETS, { ...TICKETS_DEFINITION, orders: [...TICKETS_DEFINITION.orders].reverse() });
    expect((await test.store.find(TICKETS, { order: 'rank', range: { from: 3 }, limit: 10 })).items).toHaveLength(1);
    expect((await test.store.find(TICKETS, { order: 'subject', range: { from: 's' }, limit: 10 })).items).toHaveLength(1);
  });

  it('refuses to define a standing collection otherwise', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await expect(test.store.define(TICKETS, { name: 'tickets', orders: ['rank'] })).rejects.toThrow(DefinedOtherwise);
    await expect(test.store.define(TICKETS, { ...TICKETS_DEFINITION, terms: false })).rejects.toThrow(DefinedOtherwise);
  });

  it('fails for a collection that is not defined', async () => {
    const failures = await Promise.allSettled([
      test.reader.get('no@1', 'a'),
      test.reader.getMany('no@1', ['a']),
      test.reader.find('no@1', { order: 'rank', limit: 1 }),
      test.reader.count('no@1', { order: 'rank' }),
      test.store.getGuarded('no@1', ['a']),
      test.store.commit({ writes: [{ collection: 'no@1', puts: [], removals: [] }] }),
    ]);
    for (const failure of failures) expect(failure).toMatchObject({ status: 'rejected', reason: expect.any(UnknownCollection) as unknown });
  });

  it('writes nothing of a commit that names a collection that is not defined', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    const failed = test.store.commit({
      writes: [
        { collection: TICKETS, puts: [ticket('a', 1)], removals: [] },
        { collection: 'no@1', puts: [], removals: [] },
      ],
    });
    await expect(failed).rejects.toThrow('no@1');
    expect(await test.store.get(TICKETS, 'a')).toBeUndefined();
    await putTickets(test.store, ticket('a', 1));
    expect(await test.store.get(TICKETS, 'a')).toBeDefined();
  });

  it('removes a collection with its tombstones', async () => {
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await putTickets(test.store, ticket('a', 7, { terms: ['x'] }));
    await test.store.commit({ writes: [{ collection: TICKETS, puts: [], removals: [{ id: 'b', position: position(7) }] }] });
    expect(await test.reader.get(TICKETS, 'a')).toBeDefined();
    await test.store.drop(TICKETS);
    await test.store.drop(TICKETS);
    await expect(test.store.find(TICKETS, { order: 'rank', limit: 1 })).rejects.toThrow(UnknownCollection);
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    expect(await test.store.getGuarded(TICKETS, ['a', 'b'])).toEqual(new Map());
    await putTickets(test.store, ticket('b', 1, { terms: ['x'] }));
    expect(await test.reader.get(TICKETS, 'b')).toBeDefined();
    expect((await test.reader.find(TICKETS, { order: 'rank', all: ['x'], limit: 5 })).items.map(({ id }) => id)).toEqual(['b']);
  });

  it('shows a reader that is open already what is defined, written and dropped after', async () => {
    await expect(test.reader.get(TICKETS, 'a')).rejects.toThrow(UnknownCollection);
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    expect(await test.reader.get(TICKETS, 'a')).toBeUndefined();
    expect((await test.reader.find(TICKETS, { order: 'rank', limit: 1 })).items).toEqual([]);
    await putTickets(test.store, ticket('a', 1, { terms: ['x'] }));
    expect(await test.reader.get(TICKETS, 'a')).toBeDefined();
    expect((await test.reader.find(TICKETS, { order: 'rank', all: ['x'], limit: 1 })).items).toHaveLength(1);
    await test.store.drop(TICKETS);
    await expect(test.reader.find(TICKETS, { order: 'rank', all: ['x'], limit: 1 })).rejects.toThrow(UnknownCollection);
    await expect(test.reader.getMany(TICKETS, ['a'])).rejects.toThrow(UnknownCollection);
  });

  it('keeps collections that are only read by id, and those without terms', async () => {
    await test.store.define('buckets@1', { name: 'buckets', orders: [], terms: false });
    await test.store.define('words@1', { name: 'words', orders: [] });
    await test.store.define('log@1', { name: 'log', orders: ['at'], terms: false });
    await test.store.commit({
      writes: [
        { collection: 'buckets@1', puts: [plain('a', 1)], removals: [] },
        { collection: 'words@1', puts: [{ ...plain('a', 2), terms: ['x'] }], removals: [] },
        { collection: 'log@1', puts: [{ ...plain('a', 3), orders: { at: 3 } }], removals: [{ id: 'b', position: position(1) }] },
      ],
    });
    expect((await test.reader.get('buckets@1', 'a'))?.body).toEqual({ at: 1 });
    expect((await test.reader.get('words@1', 'a'))?.terms).toEqual(['x']);
    expect((await test.reader.find('log@1', { order: 'at', limit: 5 })).items.map(({ id }) => id)).toEqual(['a']);
    expect(await test.reader.count('log@1', { order: 'at', range: { from: 4 } })).toEqual({ count: 0, is: 'exact' });
  });
};
