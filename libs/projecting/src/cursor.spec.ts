import { randomUUID } from 'node:crypto';
import { ID_BYTES_MAX, ORDER_VALUE_BYTES_MAX } from '@docket/document-store';
import { readCursor, readStreamCursor, writeCursor, writeStreamCursor } from './cursor.js';
import { CURSOR_LENGTH_MAX } from './limits.js';
import { InvalidCursor } from './read-models.js';
import { parcels, vans } from './testing/parcels.js';
import { fuelled, posted, Scene, settled } from './testing/scene.js';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

describe('a cursor', () => {
  const query = { all: ['depot:north', 'x'], any: [['a', 'b'], ['c']], none: ['d'], order: 'grams' } as const;
  const everything = { order: 'grams' } as const;

  const opened = async () => {
    await scene.happen(posted('a', 'north', 1), posted('b', 'north', 2), posted('c', 'north', 3));
    await scene.start([parcels()]);
    await scene.caughtUp('parcels');
    return scene.readModels.open('parcels');
  };

  it('leads through the whole list, and is absent at its end', async () => {
    const model = await opened();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await model.list('parcels', everything, { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      expect(page.partial).toBe(false);
    } while (cursor !== undefined);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('belongs to the same list in whatever order its terms stand', async () => {
    const model = await opened();
    const list = (asked: Parameters<typeof model.list>[1], cursor?: string) =>
      model.list('parcels', asked, { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
    const cursor =
      (
        await list({
          order: 'grams',
          any: [
            ['depot:north', 'q'],
            ['depot:north', 'r'],
          ],
          none: ['y', 'z'],
        })
      ).nextCursor ?? '';
    const page = await list(
      {
        order: 'grams',
        any: [
          ['r', 'depot:north'],
          ['q', 'depot:north'],
        ],
        none: ['z', 'y'],
      },
      cursor,
    );
    expect(page.items.map(({ id }) => id)).toEqual(['b']);
  });

  it.each([
    ['another order', { order: 'moves' }],
    ['another direction', { order: 'grams', direction: 'descending' }],
    ['other terms', { order: 'grams', all: ['depot:north'] }],
    ['groups cut otherwise', { order: 'grams', any: [['depot:north', 'q']] }],
    ['another range', { order: 'grams', range: { from: 1 } }],
  ] as const)('is refused for %s', async (_what, other) => {
    const model = await opened();
    const cursor = (await model.list('parcels', everything, { limit: 1 })).nextCursor ?? '';
    await expect(model.list('parcels', other, { limit: 1, cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
  });

  it('is refused for another collection, and for another projection', async () => {
    await scene.happen(fuelled(), { ...fuelled(), stream: 'van-2' });
    const model = await opened();
    await scene.start([vans()]);
    await scene.caughtUp('vans');
    const cursor = (await model.list('parcels', everything, { limit: 1 })).nextCursor ?? '';
    await expect(model.list('depots', { order: 'parcels' }, { limit: 1, cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
    await expect(scene.readModels.open('vans', { cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
  });

  it('is refused where it was changed: not one character of it can be another', async () => {
    const model = await opened();
    const cursor = (await model.list('parcels', everything, { limit: 1 })).nextCursor ?? '';
    for (let i = 0; i < cursor.length; i++) {
      const changed = cursor.slice(0, i) + (cursor[i] === 'A' ? 'B' : 'A') + cursor.slice(i + 1);
      if (Buffer.from(changed, 'base64url').equals(Buffer.from(cursor, 'base64url'))) continue;
      const listing = scene.readModels
        .open('parcels', { cursor: changed })
        .then((again) => again.list('parcels', everything, { limit: 1, cursor: changed }));
      await expect(listing).rejects.toMatchObject({ name: 'InvalidCursor' });
    }
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('nonsense').toString('base64url')],
    ['JSON of another shape', Buffer.from('{"build":1}').toString('base64url')],
    ['a list of other things', Buffer.from('["b",null,"c","d"]').toString('base64url')],
    ['too many characters', 'A'.repeat(CURSOR_LENGTH_MAX + 1)],
  ])('is refused where it is %s', async (_what, cursor) => {
    const model = await opened();
    await expect(scene.readModels.open('parcels', { cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
    await expect(model.list('parcels', query, { limit: 1, cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
  });

  it('is no longer than cursors may be, also for the longest place', () => {
    const place = { value: '\u0001'.repeat(ORDER_VALUE_BYTES_MAX), id: '\u0001'.repeat(ID_BYTES_MAX) };
    const cursor = writeCursor({ projection: 'parcels', collection: 'parcels', query: everything }, randomUUID(), place);
    expect(cursor.length).toBeLessThanOrEqual(CURSOR_LENGTH_MAX);
    expect(readCursor(cursor).place).toEqual(place);
  });

  it('whose place someone made up is refused as a cursor, not as a query', async () => {
    const model = await opened();
    const build = (await scene.record('parcels')).serving ?? '';
    const list = { projection: 'parcels', collection: 'parcels', query: everything };
    for (const place of [
      { value: 'x'.repeat(5_000), id: 'a' },
      { value: 1, id: '\ud800' },
    ]) {
      const cursor = writeCursor(list, build, place);
      await expect(model.list('parcels', everything, { limit: 1, cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
    }
    await expect(model.list('parcels', { order: 'smell' }, { limit: 1 })).rejects.toMatchObject({ name: 'UnknownOrder' });
    await expect(model.list('parcels', everything, { limit: 0 })).rejects.toMatchObject({ name: 'InvalidQuery', field: 'limit' });
  });

  it('is refused where it is read after its build is gone, while it waits', async () => {
    const model = await opened();
    const cursor = (await model.list('parcels', everything, { limit: 1 })).nextCursor ?? '';
    await scene.end();
    const position = await scene.happen(posted('d'));
    const waiting = scene.readModels.open('parcels', { cursor, after: position });
    expect(await settled(waiting)).toBe(false);
    const record = await scene.record('parcels');
    await scene.documents.compareAndSetProjection(record.revision, { projection: 'parcels', revision: record.revision, builds: {} });
    await expect(waiting).rejects.toMatchObject({ name: 'InvalidCursor' });
  });
});

describe('a cursor of a list that is one stream of the log', () => {
  it('says with which revision the next page begins', () => {
    for (const revision of [0, 1, Number.MAX_SAFE_INTEGER])
      expect(readStreamCursor('parcel-a', writeStreamCursor('parcel-a', revision))).toBe(revision);
  });

  it.each([
    ['of another stream', writeStreamCursor('parcel-b', 1)],
    [
      'of a list of documents',
      writeCursor({ projection: 'parcels', collection: 'parcels', query: { order: 'grams' } }, 'b', { value: 1, id: 'a' }),
    ],
    ['of no revision', writeStreamCursor('parcel-a', -1)],
    ['of a part of a revision', writeStreamCursor('parcel-a', 1.5)],
    ['no cursor', '2'],
  ])('is refused where it is %s', (_what, cursor) => {
    expect(() => readStreamCursor('parcel-a', cursor)).toThrow(InvalidCursor);
  });
});
