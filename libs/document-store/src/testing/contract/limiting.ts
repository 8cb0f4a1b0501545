import type { CollectionDefinition, Find, Put } from '../../document-store.js';
import { InvalidDocument, InvalidQuery, TooLarge } from '../../failures.js';
import * as limits from '../../limits.js';
import { position, putTickets, ticket, TICKETS, TICKETS_DEFINITION, type OpenStore, type StoreUnderTest } from './fixtures.js';

/** What is refused, at the edge of each limit, and by the name of the field. */
export const limiting = (open: OpenStore): void => {
  let test: StoreUnderTest;
  beforeEach(async () => {
    test = await open();
    await test.store.define(TICKETS, TICKETS_DEFINITION);
  });
  afterEach(() => test.close());

  /** Three bytes a character, so that bytes are counted and not characters. */
  const bytes = (number: number): string => '包'.repeat(Math.floor(number / 3)) + 'x'.repeat(number % 3);
  const terms = (number: number): string[] => Array.from({ length: number }, (_, i) => `t${i}`);
  /** `{"text":"…"}` of so many bytes. */
  const bodyOf = (number: number): object => ({ text: bytes(number - '{"text":""}'.length) });

  it.each<[string, Put, Put]>([
    ['id', ticket(bytes(limits.ID_BYTES_MAX), 1), ticket(bytes(limits.ID_BYTES_MAX + 1), 1)],
    ['terms', ticket('a', 1, { terms: terms(limits.TERMS_MAX) }), ticket('a', 1, { terms: terms(limits.TERMS_MAX + 1) })],
    [
      'terms[1]',
      ticket('a', 1, { terms: ['x', bytes(limits.TERM_BYTES_MAX)] }),
      ticket('a', 1, { terms: ['x', bytes(limits.TERM_BYTES_MAX + 1)] }),
    ],
    [
      'orders.subject',
      ticket('a', 1, { subject: bytes(limits.ORDER_VALUE_BYTES_MAX) }),
      ticket('a', 1, { subject: bytes(limits.ORDER_VALUE_BYTES_MAX + 1) }),
    ],
    ['body', ticket('a', 1, { body: bodyOf(limits.DOCUMENT_BYTES_MAX) }), ticket('a', 1, { body: bodyOf(limits.DOCUMENT_BYTES_MAX + 1) })],
  ])('takes a document at the limit of its %s, and refuses the next one by name', async (field, within, beyond) => {
    await putTickets(test.store, within);
    expect(await test.store.get(TICKETS, within.id)).toBeDefined();
    const refused = putTickets(test.store, ticket('z', 2), { ...beyond, position: position(2) });
    await expect(refused).rejects.toThrow(TooLarge);
    await expect(refused).rejects.toMatchObject({ field: `puts[1].${field}` });
    expect(await test.store.get(TICKETS, 'z')).toBeUndefined();
  });

  it.each<[string, Put]>([
    ['puts[0].id', ticket('', 1)],
    ['puts[0].id', ticket('lone \ud800', 1)],
    ['puts[0].position', { ...ticket('a', 1), position: '\udfff' }],
    ['puts[0].terms[0]', ticket('a', 1, { terms: ['lone \ud800 surrogate'] })],
    ['puts[0].orders.rank', ticket('a', 1, { rank: Number.NaN })],
    ['puts[0].orders.rank', ticket('a', 1, { rank: Number.POSITIVE_INFINITY })],
    ['puts[0].orders.rank', { ...ticket('a', 1), orders: { subject: 'x' } }],
    ['puts[0].orders.subject', ticket('a', 1, { subject: '\ud800' })],
  ])('refuses a document whose %s says nothing', async (field, put) => {
    const refused = putTickets(test.store, put);
    await expect(refused).rejects.toThrow(InvalidDocument);
    await expect(refused).rejects.toMatchObject({ field });
  });

  it('refuses a removal without an id', async () => {
    const refused = test.store.commit({
      writes: [{ collection: TICKETS, puts: [], removals: [{ id: '', position: position(1) }] }],
    });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidDocument', field: 'removals[0].id' });
  });

  it.each<[string, Omit<Find, 'order'>, Omit<Find, 'order'>]>([
    ['limit', { limit: limits.FIND_LIMIT_MAX }, { limit: limits.FIND_LIMIT_MAX + 1 }],
    [
      'all, any and none',
      { limit: 1, all: terms(limits.FIND_TERMS_MAX - 2), any: [['x']], none: ['y'] },
      { limit: 1, all: terms(limits.FIND_TERMS_MAX - 2), any: [['x', 'z']], none: ['y'] },
    ],
    ['all[0]', { limit: 1, all: [bytes(limits.TERM_BYTES_MAX)] }, { limit: 1, all: [bytes(limits.TERM_BYTES_MAX + 1)] }],
    [
      'range.to',
      { limit: 1, range: { to: bytes(limits.ORDER_VALUE_BYTES_MAX) } },
      { limit: 1, range: { to: bytes(limits.ORDER_VALUE_BYTES_MAX + 1) } },
    ],
    [
      'after.id',
      { limit: 1, after: { value: 'x', id: bytes(limits.ID_BYTES_MAX) } },
      { limit: 1, after: { value: 'x', id: bytes(limits.ID_BYTES_MAX + 1) } },
    ],
  ])('takes a query at the limit of its %s, and refuses the next one by name', async (field, within, beyond) => {
    expect((await test.reader.find(TICKETS, { order: 'subject', ...within })).items).toEqual([]);
    const refused = test.reader.find(TICKETS, { order: 'subject', ...beyond });
    await expect(refused).rejects.toThrow(TooLarge);
    await expect(refused).rejects.toMatchObject({ field });
  });

  it.each<[string, Partial<Find>]>([
    ['limit', { limit: 0 }],
    ['limit', { limit: -1 }],
    ['limit', { limit: 1.5 }],
    ['limit', { limit: Number.NaN }],
    ['any[1][0]', { any: [['x'], ['\ud800']] }],
    ['range.from', { range: { from: Number.NaN } }],
    ['after.value', { after: { value: Number.NEGATIVE_INFINITY, id: 'x' } }],
    ['after.id', { after: { value: 0, id: '\ud800' } }],
  ])('refuses a query whose %s makes no sense', async (field, query) => {
    const refused = test.reader.find(TICKETS, { order: 'rank', limit: 1, ...query });
    await expect(refused).rejects.toThrow(InvalidQuery);
    await expect(refused).rejects.toMatchObject({ field });
  });

  it('takes a count up to the cap on what is examined', async () => {
    await putTickets(test.store, ticket('a', 1));
    expect(await test.reader.count(TICKETS, { order: 'rank' }, limits.EXAMINED_MAX)).toEqual({ count: 1, is: 'exact' });
    await expect(test.reader.count(TICKETS, { order: 'rank' }, limits.EXAMINED_MAX + 1)).rejects.toMatchObject({
      name: 'TooLarge',
      field: 'cap',
    });
    await expect(test.reader.count(TICKETS, { order: 'rank' }, 0)).rejects.toMatchObject({ name: 'InvalidQuery', field: 'cap' });
  });

  it.each<[string, string, string, CollectionDefinition]>([
    ['TooLarge', 'orders', 'x@1', { name: 'x', orders: terms(limits.ORDERS_MAX + 1) }],
    ['TooLarge', 'collection', bytes(limits.COLLECTION_NAME_BYTES_MAX + 1), { name: 'x', orders: [] }],
    ['InvalidDocument', 'orders', 'x@1', { name: 'x', orders: ['a', 'b', 'a'] }],
    ['InvalidDocument', 'collection', '', { name: 'x', orders: [] }],
  ])('refuses a definition with %s of its %s', async (name, field, collection, definition) => {
    await expect(test.store.define(collection, definition)).rejects.toMatchObject({ name, field });
  });

  it('takes a definition at its limits', async () => {
    const orders = terms(limits.ORDERS_MAX);
    const name = bytes(limits.COLLECTION_NAME_BYTES_MAX);
    await test.store.define(name, { name: 'x', orders });
    const put = { id: 'a', position: position(1), terms: [], orders: Object.fromEntries(orders.map((order, i) => [order, i])), body: {} };
    await test.store.commit({ writes: [{ collection: name, puts: [put], removals: [] }] });
    const last = orders.length - 1;
    expect((await test.reader.find(name, { order: `t${last}`, range: { from: last }, limit: 1 })).items).toHaveLength(1);
  });
};
