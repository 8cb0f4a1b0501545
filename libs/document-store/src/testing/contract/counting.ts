import { COUNT_CAP, EXAMINED_MAX } from '../../limits.js';
import { putTickets, removeTickets, ticket, TICKETS, TICKETS_DEFINITION, type OpenStore, type StoreUnderTest } from './fixtures.js';

/** Counts, their cap, and the cap on what one query examines. */
export const counting = (open: OpenStore): void => {
  /** Of the many documents every tenth is `rare`, all are `common`, the last one is `single`. */
  const MANY = EXAMINED_MAX + 500;
  let test: StoreUnderTest;
  beforeAll(async () => {
    test = await open();
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    const puts = Array.from({ length: MANY }, (_, i) => {
      const terms = ['common', 'usual', ...(i % 10 === 0 ? ['rare'] : []), ...(i === MANY - 1 ? ['single', 'last'] : [])];
      return ticket(`t${String(i).padStart(6, '0')}`, 1, { terms: i === 0 ? ['odd'] : terms, rank: i });
    });
    await putTickets(test.store, ...puts);
  }, 60_000);
  afterAll(() => test.close());

  it('counts all, those of a term, and those of a combination', async () => {
    expect(await test.reader.count(TICKETS, { order: 'rank', all: ['single'] })).toEqual({ count: 1, is: 'exact' });
    expect(await test.reader.count(TICKETS, { order: 'rank', all: ['single', 'common'], none: ['rare'] })).toEqual({
      count: 1,
      is: 'exact',
    });
    expect(await test.reader.count(TICKETS, { order: 'rank', any: [['single', 'odd']] })).toEqual({ count: 2, is: 'exact' });
    expect(await test.reader.count(TICKETS, { order: 'rank', all: ['nobody has it'] })).toEqual({ count: 0, is: 'exact' });
    expect(await test.reader.count(TICKETS, { order: 'rank', none: ['common'] }, 5)).toEqual({ count: 1, is: 'atLeast' });
  });

  it('counts in a range', async () => {
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { from: 10, to: 20 } })).toEqual({ count: 10, is: 'exact' });
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { from: 10, to: 31 }, all: ['rare'] })).toEqual({
      count: 3,
      is: 'exact',
    });
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { from: 5, to: 25 }, all: ['common', 'usual'] })).toEqual({
      count: 20,
      is: 'exact',
    });
  });

  it(`is exact up to ${COUNT_CAP}, and up to a cap that the caller gives`, async () => {
    expect(await test.reader.count(TICKETS, { order: 'rank' })).toEqual({ count: COUNT_CAP, is: 'more' });
    expect(await test.reader.count(TICKETS, { order: 'rank', all: ['common', 'rare'] })).toEqual({ count: COUNT_CAP, is: 'more' });
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { to: COUNT_CAP } })).toEqual({ count: COUNT_CAP, is: 'exact' });
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { to: COUNT_CAP + 1 } })).toEqual({ count: COUNT_CAP, is: 'more' });
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { to: 7 } }, 7)).toEqual({ count: 7, is: 'exact' });
    expect(await test.reader.count(TICKETS, { order: 'rank', range: { to: 8 } }, 7)).toEqual({ count: 7, is: 'more' });
    expect(await test.reader.count(TICKETS, { order: 'rank', all: ['rare'] }, 3000)).toEqual({ count: MANY / 10 - 1, is: 'exact' });
  });

  it('says `atLeast` when it may not examine more', async () => {
    const counted = await test.reader.count(TICKETS, { order: 'rank', all: ['common', 'usual'], none: ['usual'] });
    expect(counted).toEqual({ count: 0, is: 'atLeast' });
  });

  it('ends a page early, as partial, when it may not examine more, and goes on from there', async () => {
    const query = { order: 'rank', all: ['common', 'usual'], none: ['rare'], range: { from: 0 }, limit: 1 } as const;
    const sparse = { order: 'rank', none: ['common'], direction: 'descending', limit: 10 } as const;
    expect((await test.reader.find(TICKETS, query)).items.map(({ id }) => id)).toEqual(['t000001']);
    const first = await test.reader.find(TICKETS, sparse);
    expect(first).toMatchObject({ items: [], partial: true, next: { value: MANY - EXAMINED_MAX } });
    const second = await test.reader.find(TICKETS, { ...sparse, ...(first.next && { after: first.next }) });
    expect(second).toMatchObject({ items: [{ id: 't000000' }], partial: false });
    expect(second.next).toBeUndefined();
  });

  it('finds a page of a rare term wherever it stands', async () => {
    const page = await test.reader.find(TICKETS, { order: 'rank', all: ['common', 'single'], limit: 10 });
    expect(page.items.map(({ id }) => id)).toEqual([`t${String(MANY - 1).padStart(6, '0')}`]);
    expect(page.partial).toBe(false);
  });

  it('keeps counting right while documents change', async () => {
    const own = await open();
    await own.store.define(TICKETS, TICKETS_DEFINITION);
    const all = () => own.reader.count(TICKETS, { order: 'rank' });
    const x = () => own.reader.count(TICKETS, { order: 'rank', all: ['x'] });
    await putTickets(own.store, ticket('a', 1, { terms: ['x', 'x'] }), ticket('b', 1, { terms: ['x'] }));
    expect([await all(), await x()]).toMatchObject([{ count: 2 }, { count: 2 }]);
    await putTickets(own.store, ticket('a', 2, { terms: ['x', 'y'] }), ticket('b', 1, { terms: [] }));
    expect([await all(), await x()]).toMatchObject([{ count: 2 }, { count: 2 }]);
    await removeTickets(own.store, { id: 'a', at: 3 }, { id: 'c', at: 3 });
    await removeTickets(own.store, { id: 'a', at: 4 });
    expect([await all(), await x()]).toMatchObject([{ count: 1 }, { count: 1 }]);
    await putTickets(own.store, ticket('a', 5, { terms: ['x'] }), ticket('b', 5));
    expect([await all(), await x()]).toMatchObject([{ count: 2 }, { count: 1 }]);
    await own.close();
  });
};
