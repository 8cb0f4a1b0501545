import { collectionOf } from '@docket/document-store';
import type { StreamEvent } from '@docket/event-store';
import { CURSOR_LIFETIME_MS, DROP_GRACE_MS, LIVE_MS, RECORDS_REFRESH_MS } from './limits.js';
import type { Projection } from './projection.js';
import { parcels } from './testing/parcels.js';
import { plainFold } from './testing/plain-fold.js';
import { fuelled, moved, posted, Scene, turns, until } from './testing/scene.js';

const rows = { limit: 2 };
const byGrams = { order: 'grams' };

/** Parcels whose folds may be held, so that a build lags for as long as a test wants. */
const heldParcels = (scene: Scene, version: string) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const getGuarded = scene.documents.getGuarded.bind(scene.documents);
  const known = new Set<string>();
  scene.documents.getGuarded = async (collection, ids) => {
    if (!known.has(collection)) await held;
    return getGuarded(collection, ids);
  };
  return {
    projection: parcels(version) as Projection,
    release,
    /** Whatever is there now is not held. */
    async exceptPresent(): Promise<void> {
      const record = await scene.documents.readProjection('parcels');
      for (const build of Object.values(record?.builds ?? {}))
        for (const name of build.collections) known.add(collectionOf(name, build.id));
    },
  };
};

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

const started = async (...projections: Projection[]) => {
  await scene.happen(posted('a', 'north', 1), posted('b', 'south', 2), posted('c', 'east', 3));
  const projector = await scene.start(projections);
  await scene.caughtUp('parcels');
  return { projector, first: (await scene.record('parcels')).serving ?? '' };
};

describe('a rebuild', () => {
  it('is made beside the serving build, which serves until the new one has caught up', async () => {
    const { projector, first } = await started(parcels());
    const held = heldParcels(scene, '1');
    await held.exceptPresent();
    const build = await projector.rebuild('parcels');
    await scene.happen(posted('d'));
    await scene.caughtUp('parcels');
    expect((await projector.progress())[0]).toMatchObject({
      state: 'building',
      serving: { build: first, lagEvents: 0 },
      building: { build, lagEvents: 4 },
    });
    held.release();
    await scene.switched('parcels', first);
    const record = await scene.record('parcels');
    expect(record.serving).toBe(build);
    expect(record.builds[first]?.retiredAt).toBe('2024-05-20T08:00:00.000Z');
    expect(await scene.served(parcels() as Projection)).toEqual(plainFold(parcels(), await scene.events.readAll()));
    expect((await projector.progress())[0]).toMatchObject({ state: 'serving', serving: { build } });
  });

  it('takes small batches while events come in live, so that they need not wait for it long, and big ones on a quiet system', async () => {
    await scene.happen(...Array.from({ length: 200 }, () => posted('a')));
    const projector = await scene.start([parcels()], { limits: { events: 100, bytes: 1_000_000 } });
    await scene.caughtUp('parcels');
    const first = (await scene.record('parcels')).serving ?? '';
    const sizes = async (): Promise<number[]> => {
      const before = (await scene.record('parcels')).serving ?? '';
      const ends: number[] = [];
      const commit = scene.documents.commit.bind(scene.documents);
      scene.documents.commit = async (each) => {
        if (each.checkpoint?.build !== first && each.checkpoint?.build !== before) ends.push(Number(each.checkpoint?.checkpoint.position));
        await commit(each);
      };
      await projector.rebuild('parcels');
      await scene.switched('parcels', before);
      scene.documents.commit = commit;
      return ends.map((end, i) => end - (ends[i - 1] ?? 0));
    };
    scene.clock.advance(LIVE_MS - 1);
    expect(Math.max(...(await sizes()))).toBe(10);
    scene.clock.advance(1);
    expect(Math.max(...(await sizes()))).toBe(100);
  });

  it('that has caught up lets its reader of the log go, also while events come in', async () => {
    let open = 0;
    const subscribe = scene.events.subscribe.bind(scene.events);
    scene.events.subscribe = async function* (...given) {
      open += 1;
      try {
        yield* subscribe(...given);
      } finally {
        open -= 1;
      }
    };
    const { projector, first } = await started(parcels());
    const held = heldParcels(scene, '1');
    await held.exceptPresent();
    await projector.rebuild('parcels');
    await until(() => open === 2);
    await turns();
    // It has read to the head, and folds that: what comes now it fetches, and does not take.
    await scene.happen(posted('d'));
    await turns();
    held.release();
    await scene.switched('parcels', first);
    await until(() => open === 1, 'one reader alone');
  });

  it('that is on its way is not begun twice', async () => {
    const { projector, first } = await started(parcels());
    const held = heldParcels(scene, '1');
    await held.exceptPresent();
    const build = await projector.rebuild('parcels');
    expect(await projector.rebuild('parcels')).toBe(build);
    held.release();
    await scene.switched('parcels', first);
    expect(Object.keys((await scene.record('parcels')).builds)).toHaveLength(2);
  });

  it('of a projection that there is not is refused', async () => {
    const { projector } = await started(parcels());
    await expect(projector.rebuild('letters')).rejects.toThrow('there is no projection letters');
  });

  it('goes on under writes, and cursors opened before it go through to the end of their list', async () => {
    const { projector, first } = await started(parcels());
    const begun = await scene.readModels.open('parcels');
    const page = await begun.list('parcels', byGrams, rows);
    expect(page.items.map(({ id }) => id)).toEqual(['a', 'b']);

    await projector.rebuild('parcels');
    const position = await scene.happen(posted('d', 'north', 4), posted('e', 'north', 5), moved('a'));
    await scene.switched('parcels', first);
    await scene.happen(posted('f', 'north', 6));
    await scene.caughtUp('parcels');

    const cursor = page.nextCursor ?? '';
    const again = await scene.readModels.open('parcels', { cursor, after: position });
    const second = await again.list('parcels', byGrams, { ...rows, cursor });
    expect(second.items.map(({ id }) => id)).toEqual(['c', 'd']);
    const third = await again.list('parcels', byGrams, { ...rows, cursor: second.nextCursor ?? '' });
    expect(third.items.map(({ id }) => id)).toEqual(['e', 'f']);
    await expect((await scene.readModels.open('parcels')).list('parcels', byGrams, { ...rows, cursor })).rejects.toMatchObject({
      name: 'InvalidCursor',
    });
  });

  it('leaves the old build fed until its cursors have expired, and drops it after a while', async () => {
    const { projector, first } = await started(parcels());
    const cursor = (await (await scene.readModels.open('parcels')).list('parcels', byGrams, rows)).nextCursor ?? '';
    await projector.rebuild('parcels');
    await scene.switched('parcels', first);

    scene.clock.advance(CURSOR_LIFETIME_MS - 1);
    await turns();
    const position = await scene.happen(posted('d'));
    expect((await scene.readModels.open('parcels', { cursor, after: position })).position).toBe(position);

    scene.clock.advance(1);
    await expect(scene.readModels.open('parcels', { cursor })).rejects.toMatchObject({ name: 'InvalidCursor' });
    scene.clock.advance(RECORDS_REFRESH_MS);
    await turns();
    await scene.happen(posted('e'));
    await scene.caughtUp('parcels');
    expect((await scene.record('parcels')).builds[first]?.checkpoint?.position).toBe(position);

    scene.clock.advance(DROP_GRACE_MS);
    await until(async () => (await scene.record('parcels')).builds[first] === undefined);
    await expect(scene.documents.get(collectionOf('parcels', first), 'a')).rejects.toMatchObject({ name: 'UnknownCollection' });
  });

  it('that is stopped by an event leaves the old build serving; another one takes its place', async () => {
    const { projector, first } = await started(parcels());
    await projector.stop();
    let mended = false;
    const base = parcels('2') as Projection;
    const failing: Projection = {
      ...base,
      fold(row, event: StreamEvent) {
        if (!mended && event.stream === 'parcel-b') throw new Error('no such parcel');
        return base.fold(row, event);
      },
    };
    const second = await scene.start([failing]);
    await until(async () => (await second.progress())[0]?.state === 'stopped');
    expect((await second.progress())[0]).toMatchObject({
      serving: { build: first, version: '1' },
      building: { version: '2', stopped: { reason: 'no such parcel' } },
    });
    const stopped = (await second.progress())[0]?.building?.build ?? '';
    await scene.happen(fuelled());
    await turns();
    expect((await scene.record('parcels')).serving).toBe(first);

    mended = true;
    const third = await second.rebuild('parcels');
    expect(third).not.toBe(stopped);
    await scene.switched('parcels', first);
    const record = await scene.record('parcels');
    expect(record.serving).toBe(third);
    expect(record.builds[stopped]).toBeUndefined();
  });
});

describe('a new version of a projection', () => {
  it('is built beside the old one, which serves as it is until the switch, and whose cursors go on', async () => {
    const { projector, first } = await started(parcels('1'));
    const cursor = (await (await scene.readModels.open('parcels')).list('parcels', byGrams, rows)).nextCursor ?? '';
    await projector.stop();
    const held = heldParcels(scene, '2');
    await held.exceptPresent();
    await scene.start([held.projection]);
    await scene.happen(posted('d'));
    await turns();
    expect((await scene.readModels.open('parcels')).position).toBe((await scene.events.readAll())[2]?.position);
    held.release();
    await scene.switched('parcels', first);
    const record = await scene.record('parcels');
    expect(record.builds[record.serving ?? '']?.version).toBe('2');
    const old = await scene.readModels.open('parcels', { cursor });
    expect((await old.list('parcels', byGrams, { ...rows, cursor })).items.map(({ id }) => id)).toEqual(['c']);
    scene.clock.advance(CURSOR_LIFETIME_MS + DROP_GRACE_MS);
    await until(async () => (await scene.record('parcels')).builds[first] === undefined);
  });

  it('whose build a crash cut short is gone on with', async () => {
    const { projector } = await started(parcels('1'));
    await projector.stop();
    const held = heldParcels(scene, '2');
    await held.exceptPresent();
    // It dies in the middle of its first batch: what it holds is never released.
    await scene.start([held.projection]);
    await until(async () => Object.keys((await scene.record('parcels')).builds).length === 2);
    const begun = Object.values((await scene.record('parcels')).builds).find(({ version }) => version === '2')?.id ?? '';
    await held.exceptPresent();
    await scene.start([parcels('2')]);
    await until(async () => (await scene.record('parcels')).serving === begun);
    expect(await scene.served(parcels() as Projection)).toEqual(plainFold(parcels(), await scene.events.readAll()));
    held.release();
  });

  it('that is no longer wanted is dropped where it was not finished', async () => {
    const { projector, first } = await started(parcels('1'));
    await projector.stop();
    const held = heldParcels(scene, '2');
    await held.exceptPresent();
    // It dies in the middle of its first batch, as above.
    await scene.start([held.projection]);
    await until(async () => Object.keys((await scene.record('parcels')).builds).length === 2);
    const unfinished = Object.values((await scene.record('parcels')).builds).find(({ version }) => version === '2')?.id ?? '';
    await scene.start([parcels('1')]);
    expect(Object.keys((await scene.record('parcels')).builds)).toEqual([first]);
    await expect(scene.documents.get(collectionOf('parcels', unfinished), 'a')).rejects.toMatchObject({ name: 'UnknownCollection' });
    held.release();
  });

  it('after a version that is gone again is built anew, never into collections that were there before', async () => {
    const { projector, first } = await started(parcels('1'));
    await projector.stop();
    const second = await scene.start([parcels('2')]);
    await scene.switched('parcels', first);
    await second.stop();
    const third = await scene.start([parcels('1')]);
    await until(async () => {
      const record = await scene.record('parcels');
      return record.builds[record.serving ?? '']?.version === '1';
    });
    expect((await scene.record('parcels')).serving).not.toBe(first);
    await third.stop();
  });
});
