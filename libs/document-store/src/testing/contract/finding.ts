import type { Find } from '../../document-store.js';
import { InvalidQuery, UnknownOrder } from '../../failures.js';
import { putTickets, removeTickets, ticket, TICKETS, TICKETS_DEFINITION, type OpenStore, type StoreUnderTest } from './fixtures.js';

/** Lists by terms, orders and ranges. */
export const finding = (open: OpenStore): void => {
  let test: StoreUnderTest;
  beforeAll(async () => {
    test = await open();
    await test.store.define(TICKETS, TICKETS_DEFINITION);
    await putTickets(
      test.store,
      ticket('a', 1, { terms: ['open', 'vpn'], rank: 3, subject: 'Zebra' }),
      ticket('b', 2, { terms: ['open'], rank: 1, subject: 'apple' }),
      ticket('c', 3, { terms: ['closed', 'vpn'], rank: 2, subject: 'Ärger' }),
      ticket('d', 4, { terms: ['closed'], rank: 10, subject: '' }),
      ticket('e', 5, { terms: ['paused', 'vpn', 'vpn'], rank: 2, subject: 'apple' }),
      ticket('f', 6, { terms: ['open', 'vpn'], rank: 4, subject: 'removed' }),
    );
    await removeTickets(test.store, { id: 'f', at: 7 });
  });
  afterAll(() => test.close());

  const ids = async (query: Omit<Find, 'limit' | 'order'> & { order?: string; limit?: number }): Promise<string> => {
    const page = await test.reader.find(TICKETS, { order: 'rank', limit: 100, ...query });
    expect(page.partial).toBe(false);
    return page.items.map(({ id }) => id).join('');
  };

  it('lists all in the order asked for, ties by id in the same direction', async () => {
    expect(await ids({})).toBe('bcead');
    expect(await ids({ direction: 'descending' })).toBe('daecb');
    expect(await ids({ order: 'subject' })).toBe('dabec');
    expect(await ids({ order: 'subject', direction: 'descending' })).toBe('cebad');
  });

  it('finds by terms: all, any of each group, none', async () => {
    expect(await ids({ all: ['vpn'] })).toBe('cea');
    expect(await ids({ all: ['vpn', 'open'] })).toBe('a');
    expect(await ids({ all: ['vpn', 'vpn'] })).toBe('cea');
    expect(await ids({ any: [['open', 'closed']] })).toBe('bcad');
    expect(
      await ids({
        any: [
          ['open', 'closed'],
          ['vpn', 'nobody has it'],
        ],
      }),
    ).toBe('ca');
    expect(await ids({ none: ['vpn'] })).toBe('bd');
    expect(await ids({ none: ['vpn', 'open', 'nobody has it'] })).toBe('d');
    expect(await ids({ all: ['vpn'], any: [['open', 'paused']], none: ['open'] })).toBe('e');
    expect(await ids({ any: [['vpn', 'open']], none: ['paused', 'closed'], direction: 'descending' })).toBe('ab');
  });

  it('finds nothing for a term that nobody has, and for an empty group', async () => {
    expect(await ids({ all: ['nobody has it'] })).toBe('');
    expect(await ids({ any: [['nobody has it', 'nor this']] })).toBe('');
    expect(await ids({ any: [[]] })).toBe('');
    expect(await ids({ any: [], none: [], all: [] })).toBe('bcead');
  });

  it('takes a range of the order: from inclusive, to exclusive', async () => {
    expect(await ids({ range: { from: 2 } })).toBe('cead');
    expect(await ids({ range: { to: 2 } })).toBe('b');
    expect(await ids({ range: { from: 2, to: 3 } })).toBe('ce');
    expect(await ids({ range: { from: 2, to: 10 }, all: ['vpn'], direction: 'descending' })).toBe('aec');
    expect(await ids({ range: { from: 3, to: 2 } })).toBe('');
    expect(await ids({ order: 'subject', range: { from: 'a', to: 'b' } })).toBe('be');
  });

  it('goes on behind a place, also one that no document has', async () => {
    expect(await ids({ after: { value: 2, id: 'c' } })).toBe('ead');
    expect(await ids({ after: { value: 2, id: 'cc' } })).toBe('ead');
    expect(await ids({ after: { value: 2, id: 'c' }, direction: 'descending' })).toBe('b');
    expect(await ids({ after: { value: 0, id: 'z' }, range: { from: 3 } })).toBe('ad');
    expect(await ids({ after: { value: 99, id: 'z' }, range: { to: 3 }, direction: 'descending' })).toBe('ecb');
    expect(await ids({ after: { value: 2, id: 'c' }, range: { from: 2, to: 3 } })).toBe('e');
    expect(await ids({ after: { value: 2, id: 'e' }, range: { from: 2, to: 3 }, direction: 'descending' })).toBe('c');
    expect(await ids({ after: { value: 2, id: 'c' }, range: { to: 2 } })).toBe('');
    expect(await ids({ after: { value: 10, id: 'd' } })).toBe('');
  });

  it('says where the next page begins, only where there is one', async () => {
    const first = await test.reader.find(TICKETS, { order: 'rank', all: ['vpn'], limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(['c', 'e']);
    expect(first).toMatchObject({ next: { value: 2, id: 'e' }, partial: false });
    const last = await test.reader.find(TICKETS, { order: 'rank', all: ['vpn'], limit: 2, ...(first.next && { after: first.next }) });
    expect(last.items.map(({ id }) => id)).toEqual(['a']);
    expect(last.next).toBeUndefined();
    expect((await test.reader.find(TICKETS, { order: 'rank', limit: 5 })).next).toBeUndefined();
  });

  it('compares strings by their UTF-8 bytes, not by their UTF-16 units', async () => {
    const own = await open();
    await own.store.define(TICKETS, TICKETS_DEFINITION);
    const subjects = ['\u{1F4E6}', '\uFF5E', 'z', 'Z', 'é', 'e\u0301', '', '\u0000', '\u0000a', 'aa', 'a', 'a\u0000'];
    await putTickets(own.store, ...subjects.map((subject, i) => ticket(`t${i}`, 1, { subject, body: { subject } })));
    const page = await own.reader.find<{ subject: string }>(TICKETS, { order: 'subject', limit: 100 });
    const byBytes = [...subjects].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(page.items.map(({ body }) => body.subject)).toEqual(byBytes);
    await own.close();
  });

  it('compares numbers numerically', async () => {
    const own = await open();
    await own.store.define(TICKETS, TICKETS_DEFINITION);
    const ranks = [10, 9, -1, 0.5, -2.5, 1e300, 2 ** 53, 2 ** 53 - 1, -(2 ** 40), 5e-324, 0, 2 ** 31, 2 ** 32];
    await putTickets(own.store, ...ranks.map((rank, i) => ticket(`t${i}`, 1, { rank, body: { rank } })));
    const page = await own.reader.find<{ rank: number }>(TICKETS, { order: 'rank', limit: 100 });
    expect(page.items.map(({ body }) => body.rank)).toEqual([...ranks].sort((a, b) => a - b));
    await own.close();
  });

  it('follows a document whose terms and values change', async () => {
    const own = await open();
    await own.store.define(TICKETS, TICKETS_DEFINITION);
    const list = async (term: string): Promise<string[]> =>
      (await own.reader.find(TICKETS, { order: 'rank', all: [term], limit: 10 })).items.map(({ id }) => id);
    await putTickets(own.store, ticket('a', 1, { terms: ['x'], rank: 1 }), ticket('b', 1, { terms: ['x'], rank: 2 }));
    expect(await list('x')).toEqual(['a', 'b']);
    await putTickets(own.store, ticket('a', 2, { terms: ['x', 'y'], rank: 3 }));
    expect(await list('x')).toEqual(['b', 'a']);
    await putTickets(own.store, ticket('b', 3, { terms: ['y'], rank: 2, subject: 'only this' }));
    expect(await list('x')).toEqual(['a']);
    expect(await list('y')).toEqual(['b', 'a']);
    await removeTickets(own.store, { id: 'a', at: 4 });
    expect(await list('x')).toEqual([]);
    await putTickets(own.store, ticket('c', 5, { terms: ['x'] }));
    expect(await list('x')).toEqual(['c']);
    await own.close();
  });

  it('refuses an order that the collection does not have', async () => {
    await expect(test.reader.find(TICKETS, { order: 'colour', limit: 1 })).rejects.toThrow(UnknownOrder);
    await expect(test.reader.count(TICKETS, { order: 'colour' })).rejects.toThrow(UnknownOrder);
  });

  it('refuses terms where the collection is not found by terms', async () => {
    const own = await open();
    await own.store.define('log@1', { name: 'log', orders: ['at'], terms: false });
    for (const terms of [{ all: ['x'] }, { any: [['x']] }, { none: ['x'] }]) {
      await expect(own.reader.find('log@1', { order: 'at', limit: 1, ...terms })).rejects.toThrow(InvalidQuery);
      await expect(own.reader.count('log@1', { order: 'at', ...terms })).rejects.toThrow(InvalidQuery);
    }
    await own.close();
  });
};
