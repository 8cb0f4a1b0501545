import { TERM_BYTES_MAX } from '@docket/document-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import { createReadModels } from './create-read-models.js';
import { AWAIT_DEADLINE_MS, WAITING_QUERIES_MAX } from './limits.js';
import { parcels, vans } from './testing/parcels.js';
import { fuelled, moved, posted, Scene, settled, turns } from './testing/scene.js';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

const POSITION_FAR_AWAY = '00000000000000009999';

describe('a read model', () => {
  it('gives documents of the serving build, and how far it has come', async () => {
    const position = await scene.happen(posted('a', 'north', 3), posted('b', 'south', 4));
    await scene.start([parcels()]);
    await scene.caughtUp('parcels');
    const model = await scene.readModels.open('parcels');
    expect(model.position).toBe(position);
    expect((await model.get<object>('parcels', 'a'))?.body).toMatchObject({ depot: 'north', grams: 3 });
    expect([...(await model.getMany('parcels', ['a', 'b', 'c'])).keys()]).toEqual(['a', 'b']);
    expect(await model.count('parcels', { all: ['depot:north'], order: 'grams' })).toEqual({ count: 1, is: 'exact' });
  });

  it('has no document with what is too long to be a term, and says nothing worse', async () => {
    await scene.happen(posted('a', 'north', 3));
    await scene.start([parcels()]);
    await scene.caughtUp('parcels');
    const model = await scene.readModels.open('parcels');
    const asked = (depot: string) => model.list('parcels', { all: [`depot:${depot}`], order: 'grams' }, { limit: 1 });
    expect((await asked('north')).items).toHaveLength(1);
    expect(await asked('n'.repeat(TERM_BYTES_MAX))).toEqual({ items: [], partial: false });
  });

  it('has no position before its first event', async () => {
    await scene.start([parcels()]);
    expect((await scene.readModels.open('parcels')).position).toBeUndefined();
  });

  it('that has no build yet is waited for, and answered with a 503 at the deadline', async () => {
    const opened = scene.readModels.open('parcels');
    expect(await settled(opened)).toBe(false);
    await scene.start([parcels()]);
    expect(await opened).toBeDefined();
    const never = scene.readModels.open('letters');
    await turns();
    scene.clock.advance(AWAIT_DEADLINE_MS);
    await expect(never).rejects.toMatchObject({
      name: 'ReadModelBehind',
      retryAfterSeconds: 1,
      message: 'the read model letters is not there yet',
    });
  });
});

describe('a read model whose collections are not there yet, or no more', () => {
  it('is behind, and never an unexpected failure: its record is written before they are made', async () => {
    const build = { id: 'b', version: '1', logId: 'log', collections: ['parcels'], startedAt: '2024-05-20T08:00:00.000Z' };
    await scene.documents.compareAndSetProjection(0, { projection: 'parcels', revision: 0, serving: 'b', builds: { b: build } });
    const model = await scene.readModels.open('parcels');
    const list = { order: 'grams' };
    const asked = [
      model.get('parcels', 'a'),
      model.getMany('parcels', ['a']),
      model.list('parcels', list, { limit: 1 }),
      model.count('parcels', list),
    ];
    for (const answer of await Promise.allSettled(asked))
      expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'ReadModelBehind', projection: 'parcels' } });
  });
});

describe('a query with a position', () => {
  it('is answered at once where the read model has passed it', async () => {
    const position = await scene.happen(posted('a'));
    await scene.start([parcels()]);
    await scene.caughtUp('parcels');
    const { sleepers } = scene.clock;
    expect((await scene.readModels.open('parcels', { after: position })).position).toBe(position);
    await scene.readModels.passed('parcels', position);
    expect(scene.clock.sleepers).toBe(sleepers);
  });

  it('waits until the read model has passed it, and not for its deadline', async () => {
    const position = await scene.happen(posted('a'), moved('a'));
    const opened = scene.readModels.open('parcels', { after: position });
    expect(await settled(opened)).toBe(false);
    await scene.start([parcels()]);
    expect((await opened).position).toBe(position);
  });

  it('passes on a quiet system also where the projection takes no such event', async () => {
    await scene.start([parcels(), vans()]);
    await scene.happen(posted('a'));
    for (let i = 0; i < 3; i++) {
      const position = await scene.happen(fuelled());
      await scene.readModels.passed('parcels', position);
      await scene.readModels.passed('vans', position);
    }
    const position = await scene.happen({ stream: 'letter-1', type: 'LetterWritten', data: {} });
    await Promise.all([scene.readModels.passed('parcels', position), scene.readModels.passed('vans', position)]);
  });

  it('is refused at its deadline', async () => {
    const position = await scene.happen(posted('a'));
    const opened = scene.readModels.open('parcels', { after: position });
    await turns();
    scene.clock.advance(AWAIT_DEADLINE_MS - 1);
    expect(await settled(opened)).toBe(false);
    scene.clock.advance(1);
    await expect(opened).rejects.toMatchObject({ name: 'ReadModelBehind', projection: 'parcels', after: position });
    expect(scene.clock.sleepers).toBe(0);
  });

  it('is refused at once where the log has not come so far', async () => {
    await expect(scene.readModels.open('parcels', { after: POSITION_FAR_AWAY })).rejects.toMatchObject({ name: 'ReadModelBehind' });
    await scene.happen(posted('a'));
    await expect(scene.readModels.passed('parcels', POSITION_FAR_AWAY)).rejects.toMatchObject({ name: 'ReadModelBehind' });
  });

  it('is refused where the position is malformed, also where a cursor comes with it', async () => {
    await expect(scene.readModels.open('parcels', { after: 'yesterday' })).rejects.toMatchObject({ name: 'InvalidPosition' });
    await expect(scene.readModels.passed('parcels', '')).rejects.toMatchObject({ name: 'InvalidPosition' });
  });

  it('is refused where too many wait already', async () => {
    const position = await scene.happen(posted('a'));
    const waiting = Array.from({ length: WAITING_QUERIES_MAX }, () => scene.readModels.passed('parcels', position));
    await turns(5);
    await expect(scene.readModels.passed('parcels', position)).rejects.toMatchObject({ name: 'ReadModelBehind' });
    await scene.start([parcels()]);
    await Promise.all(waiting);
  });

  it('waits with others on one look at the record, and stops watching when nobody waits', async () => {
    const position = await scene.happen(posted('a'));
    let reads = 0;
    let watching = 0;
    const documents = Object.create(scene.documents, {
      readProjection: { value: (name: string) => (reads++, scene.documents.readProjection(name)) },
      watch: {
        value: (listener: () => void) => {
          watching++;
          const stop = scene.documents.watch(listener);
          return () => (watching--, stop());
        },
      },
    }) as typeof scene.documents;
    const readModels = createReadModels({ documents, events: scene.events, clock: scene.clock });
    const waiting = Array.from({ length: 100 }, () => readModels.passed('parcels', position));
    await turns();
    expect(watching).toBe(1);
    reads = 0;
    await scene.start([parcels()]);
    await Promise.all(waiting);
    expect(reads).toBeLessThan(20);
    expect(watching).toBe(0);
  });

  it('hears of a document store that fails', async () => {
    const position = await scene.happen(posted('a'));
    const opened = scene.readModels.open('parcels', { after: position });
    await turns();
    scene.documents.readProjection = () => Promise.reject(new Error('no connection'));
    await scene.documents.commit({ writes: [] });
    await expect(opened).rejects.toThrow('no connection');
  });

  it('goes over to the build that serves meanwhile', async () => {
    await scene.happen(posted('a'));
    const first = await scene.start([parcels('1')]);
    await scene.caughtUp('parcels');
    await first.stop();
    const position = await scene.happen(posted('b'));
    const opened = scene.readModels.open('parcels', { after: position });
    expect(await settled(opened)).toBe(false);
    await scene.start([parcels('2')]);
    expect(await (await opened).get('parcels', 'b')).toBeDefined();
  });
});

describe('a store of events that fails', () => {
  it('is heard of by a query that asks how far the log has come', async () => {
    const events = new MemoryEventStore();
    events.unavailable = true;
    const readModels = createReadModels({ documents: scene.documents, events, clock: scene.clock });
    await expect(readModels.passed('parcels', POSITION_FAR_AWAY)).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });
});
