import { TooLarge, type Commit, type DocumentStore } from '@docket/document-store';
import type { StreamEvent } from '@docket/event-store';
import { applyBatch, type Applied } from './apply-batch.js';
import type { Projection } from './projection.js';
import { documentsOf, emptyBuild, type Delivered } from './testing/delivering.js';
import { logOf, parcels, type Happening, type Parcel } from './testing/parcels.js';
import { fuelled, lost, moved, posted, scanned } from './testing/scene.js';
import { plainFold } from './testing/plain-fold.js';

const options = { logId: 'log', writeCheckpoint: true };

const commitsOf = (store: DocumentStore): Commit[] => {
  const commits: Commit[] = [];
  const commit = store.commit.bind(store);
  store.commit = async (each) => {
    await commit(each);
    commits.push(each);
  };
  return commits;
};

const built = async (projection: Projection, happenings: readonly Happening[]) => {
  const delivered = await emptyBuild(projection);
  return { delivered, log: logOf(happenings), commits: commitsOf(delivered.store) };
};

const checkpointOf = async ({ store, layout }: Delivered): Promise<string | undefined> =>
  (await store.readProjection(layout.projection.name))?.builds[layout.build]?.checkpoint?.position;

describe('a batch', () => {
  it('is written in one commit: derived documents, then rows, then the checkpoint of its last event', async () => {
    const { delivered, log, commits } = await built(parcels(), [posted('a'), scanned('a'), fuelled()]);
    expect(await applyBatch(delivered.store, delivered.layout, log, options)).toEqual({ finished: log[2], written: true });
    expect(commits).toHaveLength(1);
    expect(commits[0]?.writes.map(({ collection }) => collection)).toEqual(['depots@build', 'stays@build', 'scans@build', 'parcels@build']);
    expect(commits[0]?.checkpoint?.checkpoint).toEqual({
      position: log[2]?.position,
      eventId: log[2]?.id,
      logId: 'log',
      recordedAt: log[2]?.metadata.recordedAt,
    });
  });

  it('that changes nothing writes only the checkpoint', async () => {
    const { delivered, log, commits } = await built(parcels(), [fuelled()]);
    await applyBatch(delivered.store, delivered.layout, log, options);
    expect(commits).toEqual([{ writes: [], checkpoint: expect.objectContaining({ build: 'build' }) }]);
  });

  it('that changes nothing writes nothing where the checkpoint may wait', async () => {
    const { delivered, log, commits } = await built(parcels(), [fuelled(), lost('a')]);
    expect(await applyBatch(delivered.store, delivered.layout, log, { ...options, writeCheckpoint: false })).toEqual({
      finished: log[1],
      written: false,
    });
    expect(commits).toEqual([]);
  });

  it('delivered twice changes nothing the second time', async () => {
    const { delivered, log, commits } = await built(parcels(), [posted('a'), moved('a'), scanned('a'), lost('a'), posted('b')]);
    await applyBatch(delivered.store, delivered.layout, log, options);
    await applyBatch(delivered.store, delivered.layout, log, options);
    expect(commits[1]?.writes).toEqual([]);
  });

  it('in which a document is born and removed leaves its tombstone, which an older event does not pass', async () => {
    const { delivered, log, commits } = await built(parcels(), [posted('a'), lost('a')]);
    await applyBatch(delivered.store, delivered.layout, log, options);
    expect(commits[0]?.writes.at(-1)).toEqual({
      collection: 'parcels@build',
      puts: [],
      removals: [{ id: 'a', position: log[1]?.position }],
    });
    await applyBatch(delivered.store, delivered.layout, log.slice(0, 1), options);
    expect(await delivered.store.get('parcels@build', 'a')).toBeUndefined();
    expect(await delivered.store.get('depots@build', 'north')).toBeUndefined();
  });

  it('takes the changes that one event makes to one document as one', async () => {
    const { delivered, log } = await built(parcels(), [posted('a', 'north', 5), posted('b', 'north', 4), moved('a', 'north')]);
    await applyBatch(delivered.store, delivered.layout, log.slice(0, 2), options);
    await applyBatch(delivered.store, delivered.layout, log.slice(2), options);
    expect((await delivered.store.get<object>('depots@build', 'north'))?.body).toEqual({ parcels: 2, grams: 9, events: 3 });
  });

  it('of no events is finished with nothing', async () => {
    const { delivered, commits } = await built(parcels(), []);
    expect(await applyBatch(delivered.store, delivered.layout, [], options)).toEqual({ written: false });
    expect(commits).toEqual([]);
  });
});

describe('an event that a projection can not take', () => {
  const isPoison = ({ type, data }: StreamEvent): boolean => type === 'ParcelMoved' && (data as { depot: string }).depot === 'nowhere';
  const fails = (event: StreamEvent): void => {
    if (isPoison(event)) throw new Error('there is no depot nowhere');
  };
  const base = parcels() as Projection;
  const nowhere = (body: object): boolean => (body as Parcel).depot === 'nowhere';

  const broken: Record<string, Projection> = {
    'whose key throws': { ...base, key: (event) => (fails(event), base.key(event)) },
    'whose fold throws': { ...base, fold: (row, event) => (fails(event), base.fold(row, event)) },
    'whose derive throws': { ...base, derive: (before, after, event) => (fails(event), base.derive?.(before, after, event) ?? []) },
    'whose change throws': {
      ...base,
      derive: (_before, _after, event) => [{ collection: 'scans', id: event.id, change: () => (fails(event), { by: 'x' }) }],
    },
    'that derives into a collection it does not declare': {
      ...base,
      derive: (_before, _after, event) => (isPoison(event) ? [{ collection: 'elsewhere', id: 'x', change: () => ({}) }] : []),
    },
    'whose row does not give its terms': {
      ...base,
      rows: {
        ...base.rows,
        terms: (row) => {
          if (nowhere(row)) throw new Error('no terms');
          return [];
        },
      },
    },
    'whose row does not give its place in an order': {
      ...base,
      rows: { ...base.rows, orders: { grams: { by: (row) => (nowhere(row) ? Number.NaN : 1) } } },
    },
    'whose row the store refuses': {
      ...base,
      rows: { ...base.rows, terms: (row) => (nowhere(row) ? ['x'.repeat(1_000)] : []) },
    },
  };

  const before = [posted('a'), posted('b'), moved('a', 'east'), fuelled()];
  const after = [moved('b', 'nowhere'), posted('c'), lost('a')];

  it.each(Object.entries(broken))('%s stops it there, and what stands before is finished with', async (_name, projection) => {
    const { delivered, log } = await built(projection, [...before, ...after]);
    const applied: Applied = await applyBatch(delivered.store, delivered.layout, log, options);
    expect(applied.poison?.event).toBe(log[4]);
    expect(applied.poison?.reason).not.toBe('');
    expect(await checkpointOf(delivered)).toBe(log[3]?.position);
    delivered.written.set('parcels@build', new Set(['a', 'b', 'c']));
    const expected = plainFold(projection, log.slice(0, 4)).get('parcels');
    expect((await documentsOf(delivered)).get('parcels')).toEqual(expected);
  });

  it('stops it also where nothing stands before, without a checkpoint', async () => {
    const projection = broken['whose fold throws'] as Projection;
    const { delivered, log, commits } = await built(projection, after);
    const applied = await applyBatch(delivered.store, delivered.layout, log, options);
    expect(applied).toEqual({ written: false, poison: { event: log[0], reason: 'there is no depot nowhere' } });
    expect(commits).toEqual([]);
  });

  it('is not blamed for a store that fails', async () => {
    const { delivered, log } = await built(parcels(), before);
    delivered.store.commit = () => Promise.reject(new Error('the disk is full'));
    await expect(applyBatch(delivered.store, delivered.layout, log, options)).rejects.toThrow('the disk is full');
  });

  it('is found among many in halves: the store does not say whose document it refuses', async () => {
    const many = Array.from({ length: 200 }, (_, i) => posted(`p${i}`));
    const { delivered, log, commits } = await built(parcels(), many);
    const commit = delivered.store.commit.bind(delivered.store);
    delivered.store.commit = async (each) => {
      if (each.writes.some(({ puts }) => puts.some(({ id }) => id === 'p123'))) throw new TooLarge('puts', 2, 1);
      await commit(each);
    };
    const applied = await applyBatch(delivered.store, delivered.layout, log, options);
    expect(applied.poison?.event).toBe(log[123]);
    expect(applied.finished).toBe(log[122]);
    expect(await checkpointOf(delivered)).toBe(log[122]?.position);
    expect(commits.length).toBeLessThan(20);
  });
});
