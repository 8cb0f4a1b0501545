import { DocumentsUnavailable } from '@docket/document-store';
import { eventType } from '@docket/event-store';
import { LEASE_LOST_MS, NEAR_EVENTS_MAX, RETRY_MS_MIN, UNWRITTEN_EVENTS_MAX } from './limits.js';
import type { ProjectionProgress } from './progress.js';
import type { Projection } from './projection.js';
import { logOf, parcels, vans } from './testing/parcels.js';
import { plainFold } from './testing/plain-fold.js';
import { fuelled, moved, posted, Scene, turns, until } from './testing/scene.js';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

const log = () => scene.events.readAll();
const bodiesOf = async (projection: Projection) => (await scene.served(projection)).get(projection.rows.name);

describe('a projector', () => {
  it('folds what is there at its start, and then what comes', async () => {
    await scene.happen(posted('a'), moved('a'));
    await scene.start([parcels(), vans()]);
    await scene.happen(posted('b'), fuelled(), fuelled());
    await scene.caughtUp('parcels');
    await scene.caughtUp('vans');
    const expected = plainFold(parcels(), await log());
    expect(await scene.served(parcels() as Projection)).toEqual(expected);
    expect([...((await bodiesOf(vans())) ?? [])]).toEqual([['van-1', expect.objectContaining({ body: { fuelled: 2 } })]]);
  });

  it('folds events of older versions as if they were of the present one', async () => {
    const inGrams = eventType<{ grams: number }>()('VanFuelled', 2, { grams: 'plain' }, [
      ({ litres }) => ({ grams: 800 * Number(litres) }),
    ]);
    const weighing: Projection = { ...vans(), fold: (_van, { data }) => ({ fuelled: (data as { grams: number }).grams }) };
    await scene.happen({ stream: 'van-1', type: 'VanFuelled', data: { litres: 2 } });
    await scene.start([weighing], { eventTypes: [inGrams] });
    await scene.caughtUp('vans');
    expect((await bodiesOf(weighing))?.get('van-1')?.body).toEqual({ fuelled: 1_600 });
  });

  it('serves the first build of a projection at once, also of an empty log', async () => {
    await scene.start([parcels()]);
    const { serving, builds } = await scene.record('parcels');
    expect(builds[serving ?? '']).toMatchObject({ version: '1', logId: 'log', collections: ['parcels', 'depots', 'stays', 'scans'] });
  });

  it('writes the checkpoint of events that it does not take, at once where nothing more comes', async () => {
    await scene.start([parcels()]);
    const position = await scene.happen(fuelled());
    await scene.caughtUp('parcels');
    const { serving, builds } = await scene.record('parcels');
    expect(builds[serving ?? '']?.checkpoint).toMatchObject({ position, logId: 'log' });
  });

  it('lets the checkpoint wait while events come that it does not take, up to a limit', async () => {
    const events = UNWRITTEN_EVENTS_MAX + 2_000;
    await scene.events.append('van-1', [], 'any');
    for (let i = 0; i < events; i += 1_000) {
      const many = logOf(Array.from({ length: 1_000 }, fuelled));
      await scene.events.append(
        `van-${i}`,
        many.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
        'any',
      );
    }
    let commits = 0;
    const commit = scene.documents.commit.bind(scene.documents);
    scene.documents.commit = async (each) => {
      commits++;
      await commit(each);
    };
    await scene.start([parcels()], { limits: { events: 1_000, bytes: 1_000_000_000 } });
    await scene.caughtUp('parcels');
    expect(commits).toBe(2);
  });

  it('goes on after a stop where it was, and takes no event twice', async () => {
    const folded: string[] = [];
    const noting: Projection = {
      ...vans(),
      fold(van, event) {
        folded.push(event.position);
        return vans().fold(van, event);
      },
    };
    const first = await scene.start([noting]);
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    await first.stop();
    await scene.happen(fuelled());
    await turns();
    expect(folded).toHaveLength(1);
    await scene.start([noting]);
    await scene.caughtUp('vans');
    expect(folded).toHaveLength(2);
  });

  it('finishes the batch that it is folding when it is stopped', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const getGuarded = scene.documents.getGuarded.bind(scene.documents);
    let reading = false;
    scene.documents.getGuarded = async (collection, ids) => {
      reading = true;
      await held;
      return getGuarded(collection, ids);
    };
    const projector = await scene.start([vans()]);
    await scene.happen(fuelled());
    await until(() => reading);
    const stopped = projector.stop();
    release();
    await stopped;
    const { serving, builds } = await scene.record('vans');
    expect(builds[serving ?? '']?.checkpoint?.position).toBe(await scene.events.head());
  });

  it('can be stopped in the middle of a long catching up', async () => {
    await scene.happen(...Array.from({ length: 500 }, fuelled));
    const projector = await scene.start([vans()], { limits: { events: 1, bytes: 1_000 } });
    await turns(20);
    await projector.stop();
    const { serving, builds } = await scene.record('vans');
    const ordinal = Number(builds[serving ?? '']?.checkpoint?.position);
    expect(ordinal).toBeGreaterThan(0);
    expect(ordinal).toBeLessThan(500);
  });

  it('tries again, later and later, while the document store is unavailable, and then goes on', async () => {
    await scene.start([vans()]);
    const commit = scene.documents.commit.bind(scene.documents);
    let failures = 0;
    scene.documents.commit = async (each) => {
      if (failures++ < 3) throw new DocumentsUnavailable('no connection');
      await commit(each);
    };
    await scene.happen(fuelled());
    const unavailable = () => scene.said.filter(({ message }) => message === 'the document store is unavailable').length;
    for (const [index, ms] of [100, 200, 400].entries()) {
      await until(() => unavailable() === index + 1);
      await turns();
      scene.clock.advance(ms);
    }
    await scene.caughtUp('vans');
    expect(failures).toBe(4);
    expect(unavailable()).toBe(3);
  });

  it('stops also while the document store is unavailable', async () => {
    const projector = await scene.start([vans()]);
    scene.documents.commit = () => Promise.reject(new DocumentsUnavailable('no connection'));
    await scene.happen(fuelled());
    await until(() => scene.said.length > 0);
    await projector.stop();
  });

  it('reads on when the event store has been unavailable', async () => {
    await scene.start([vans()]);
    scene.events.unavailable = true;
    await turns();
    scene.events.unavailable = false;
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
  });

  it('subscribes anew where a subscription fails', async () => {
    const subscribe = scene.events.subscribe.bind(scene.events);
    let failed = false;
    scene.events.subscribe = (after, signal) => {
      if (failed) return subscribe(after, signal);
      failed = true;
      throw new Error('cut');
    };
    await scene.happen(fuelled());
    await scene.start([vans()]);
    await until(() => scene.said.some(({ reason }) => reason === 'Error: cut'));
    scene.clock.advance(100);
    await scene.caughtUp('vans');
  });

  it('does not let others wait for a projection that is new', async () => {
    const first = await scene.start([vans()]);
    for (let i = 0; i < NEAR_EVENTS_MAX + 1_000; i += 1_000) {
      const many = logOf(Array.from({ length: 1_000 }, fuelled));
      await scene.events.append(
        `van-${i}`,
        many.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
        'any',
      );
    }
    await scene.caughtUp('vans');
    await first.stop();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const getGuarded = scene.documents.getGuarded.bind(scene.documents);
    scene.documents.getGuarded = async (collection, ids) => {
      if (collection.startsWith('fuel')) await held;
      return getGuarded(collection, ids);
    };
    const fuel: Projection = { ...vans(), name: 'fuel', rows: { ...vans().rows, name: 'fuel' } };
    await scene.start([fuel, vans()]);
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    expect((await scene.record('fuel')).builds[(await scene.record('fuel')).serving ?? '']?.checkpoint).toBeUndefined();
    release();
    await scene.caughtUp('fuel');
  });

  it('says so when something that nobody foresaw interrupts it, and goes on', async () => {
    const duty: boolean[] = [];
    await scene.start([vans()], { onDuty: (works) => duty.push(works) });
    const compareAndSet = scene.documents.compareAndSetLease.bind(scene.documents);
    const read = scene.documents.readLease.bind(scene.documents);
    scene.documents.compareAndSetLease = () => Promise.reject(new DocumentsUnavailable('no connection'));
    scene.documents.readLease = () => {
      scene.documents.compareAndSetLease = compareAndSet;
      scene.documents.readLease = read;
      throw new TypeError('a defect');
    };
    scene.clock.advance(LEASE_LOST_MS);
    await until(() => scene.said.some(({ level, reason }) => level === 'error' && reason === 'TypeError: a defect'));
    expect(duty).toEqual([true, false]);
    scene.clock.advance(RETRY_MS_MIN);
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    expect(duty.at(-1)).toBe(true);
  });

  it('refuses projections that share a name or a collection', async () => {
    await expect(scene.start([vans(), vans('2')])).rejects.toThrow('two projections are called vans');
    await expect(scene.start([vans(), { ...vans(), name: 'cars' }])).rejects.toThrow(
      'collection vans belongs to projection vans and to cars',
    );
  });

  it('tells of its progress, many moves once, as plain data', async () => {
    const told: (readonly ProjectionProgress[])[] = [];
    await scene.start([vans()], { onProgress: (progress) => told.push(progress) });
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    await turns();
    scene.clock.advance(0);
    await until(() => told.length === 1);
    await scene.happen(fuelled());
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    await turns();
    scene.clock.advance(999);
    await turns();
    expect(told).toHaveLength(1);
    scene.clock.advance(1);
    await until(() => told.length === 2);
    expect(structuredClone(told[1])).toEqual([
      {
        projection: 'vans',
        state: 'serving',
        serving: expect.objectContaining({ version: '1', position: await scene.events.head(), lagEvents: 0, lagSeconds: 0 }),
      },
    ]);
  });
});
