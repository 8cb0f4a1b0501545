import {
  position,
  putTickets,
  removeTickets,
  ticket,
  TICKETS,
  TICKETS_DEFINITION,
  type OpenStore,
  type StoreUnderTest,
} from './fixtures.js';

/** Documents by id, their guards and their tombstones. */
export const guarding = (open: OpenStore): void => {
  let test: StoreUnderTest;
  beforeEach(async () => {
    test = await open();
    await test.store.define(TICKETS, TICKETS_DEFINITION);
  });
  afterEach(() => test.close());

  it('gives a document back as it was put', async () => {
    const body = { subject: 'Paket verspätet 包裹延误 📦', nested: { list: [1, 2.5, -0.001, null, true], empty: {} } };
    await putTickets(test.store, ticket('a', 1, { terms: ['status:open', 'tag:vpn'], body }));
    const document = await test.reader.get<typeof body>(TICKETS, 'a');
    expect(document).toMatchObject({ id: 'a', position: position(1) });
    expect(document?.body).toEqual(body);
    expect(JSON.parse(document?.json ?? '')).toEqual(body);
    expect([...(document?.terms ?? [])].sort()).toEqual(['status:open', 'tag:vpn']);
  });

  it('leaves out what is undefined in a body', async () => {
    await putTickets(test.store, ticket('a', 1, { body: { there: 1, absent: undefined } }));
    expect((await test.reader.get(TICKETS, 'a'))?.body).toEqual({ there: 1 });
  });

  it('gives many documents by their ids, and nothing for those that are not there', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `t${i}`);
    await putTickets(test.store, ...ids.map((id, i) => ticket(id, i + 1)));
    await removeTickets(test.store, { id: 't7', at: 99 });
    const found = await test.reader.getMany(TICKETS, [...ids, 'absent', ids[3] ?? '']);
    expect([...found.keys()].sort()).toEqual(ids.filter((id) => id !== 't7').sort());
    expect(found.get('t3')).toMatchObject({ id: 't3', position: position(4) });
    expect(await test.reader.getMany(TICKETS, [])).toEqual(new Map());
    expect((await test.reader.getMany(TICKETS, ['t1', 'absent'])).size).toBe(1);
    expect(await test.reader.get(TICKETS, 'absent')).toBeUndefined();
  });

  it.each([
    ['an older', 4],
    ['an equal', 5],
  ])('changes nothing by a put of %s position', async (_, at) => {
    await putTickets(test.store, ticket('a', 5, { terms: ['now'], rank: 1, body: { is: 'newer' } }));
    await putTickets(test.store, ticket('a', at, { terms: ['then'], rank: 2, body: { is: 'older' } }));
    expect(await test.store.get(TICKETS, 'a')).toMatchObject({ position: position(5), body: { is: 'newer' } });
    expect((await test.store.find(TICKETS, { order: 'rank', all: ['then'], limit: 10 })).items).toEqual([]);
    expect((await test.store.find(TICKETS, { order: 'rank', all: ['now'], range: { from: 1, to: 2 }, limit: 10 })).items).toHaveLength(1);
  });

  it('replaces a document whole by a put of a newer position', async () => {
    await putTickets(test.store, ticket('a', 5, { terms: ['x', 'y'], body: { was: 1 } }));
    await putTickets(test.store, ticket('a', 6, { terms: ['y', 'z'], body: { is: 2 } }));
    const document = await test.store.get(TICKETS, 'a');
    expect(document?.body).toEqual({ is: 2 });
    expect([...(document?.terms ?? [])].sort()).toEqual(['y', 'z']);
  });

  it('leaves a tombstone that only the engine sees', async () => {
    await putTickets(test.store, ticket('a', 1), ticket('b', 1));
    await removeTickets(test.store, { id: 'a', at: 2 });
    expect(await test.store.get(TICKETS, 'a')).toBeUndefined();
    expect((await test.store.getMany(TICKETS, ['a', 'b'])).size).toBe(1);
    const guarded = await test.store.getGuarded(TICKETS, ['a', 'b', 'c']);
    expect(guarded.get('a')).toEqual({ removed: true, id: 'a', position: position(2) });
    expect(guarded.get('b')).toMatchObject({ removed: false, id: 'b', position: position(1), body: { id: 'b', at: 1 } });
    expect(guarded.has('c')).toBe(false);
  });

  it('guards a tombstone like a document', async () => {
    await putTickets(test.store, ticket('a', 1));
    await removeTickets(test.store, { id: 'a', at: 5 });
    await putTickets(test.store, ticket('a', 4));
    await putTickets(test.store, ticket('a', 5));
    expect(await test.store.get(TICKETS, 'a')).toBeUndefined();
    await removeTickets(test.store, { id: 'a', at: 3 });
    expect((await test.store.getGuarded(TICKETS, ['a'])).get('a')).toMatchObject({ removed: true, position: position(5) });
    await putTickets(test.store, ticket('a', 6, { terms: ['again'] }));
    expect(await test.store.get(TICKETS, 'a')).toMatchObject({ position: position(6) });
    expect((await test.store.find(TICKETS, { order: 'rank', all: ['again'], limit: 1 })).items).toHaveLength(1);
  });

  it('drops an older removal', async () => {
    await putTickets(test.store, ticket('a', 5));
    await removeTickets(test.store, { id: 'a', at: 4 }, { id: 'a', at: 5 });
    expect(await test.store.get(TICKETS, 'a')).toMatchObject({ position: position(5) });
  });

  it('leaves a tombstone of a document that it never had', async () => {
    await removeTickets(test.store, { id: 'a', at: 5 });
    await putTickets(test.store, ticket('a', 4));
    expect(await test.store.get(TICKETS, 'a')).toBeUndefined();
    expect((await test.store.getGuarded(TICKETS, ['a'])).get('a')).toMatchObject({ removed: true });
  });

  it('takes the newest of what one commit says of a document', async () => {
    await test.store.commit({
      writes: [
        { collection: TICKETS, puts: [ticket('a', 3), ticket('a', 5), ticket('a', 4)], removals: [{ id: 'a', position: position(2) }] },
        { collection: TICKETS, puts: [ticket('b', 3)], removals: [{ id: 'b', position: position(4) }] },
      ],
    });
    expect(await test.store.get(TICKETS, 'a')).toMatchObject({ position: position(5) });
    expect((await test.store.getGuarded(TICKETS, ['b'])).get('b')).toMatchObject({ removed: true, position: position(4) });
    expect(await test.store.count(TICKETS, { order: 'rank' })).toEqual({ count: 1, is: 'exact' });
  });

  it('takes ids of any characters', async () => {
    const ids = ['a b', 'ä/ö', '包裹', '📦', 'quote\'"', 'nul\u0000inside', 'nul', '%_', 'A', 'a'];
    await putTickets(test.store, ...ids.map((id) => ticket(id, 1)));
    for (const id of ids) expect((await test.store.get(TICKETS, id))?.id).toBe(id);
    expect([...(await test.store.getMany(TICKETS, ids)).keys()].sort()).toEqual([...ids].sort());
    await putTickets(test.store, ...ids.map((id) => ticket(id, 2)));
    expect(await test.store.count(TICKETS, { order: 'rank' })).toEqual({ count: ids.length, is: 'exact' });
  });
};
