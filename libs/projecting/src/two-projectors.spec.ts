import { collectionOf } from '@docket/document-store';
import { LEASE_LOOK_MS, RECORDS_REFRESH_MS } from './limits.js';
import type { Projection } from './projection.js';
import { parcels } from './testing/parcels.js';
import { plainFold } from './testing/plain-fold.js';
import { moved, posted, Scene, turns, until } from './testing/scene.js';

const one = { holder: 'one' };
const two = { holder: 'two' };

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

describe('two projectors', () => {
  it('that begin at once share the build that one of them began', async () => {
    await scene.happen(posted('a'), moved('a'));
    await Promise.all([scene.start([parcels()], one), scene.start([parcels()], two)]);
    await scene.happen(posted('b'));
    await scene.caughtUp('parcels');
    expect(Object.keys((await scene.record('parcels')).builds)).toHaveLength(1);
    expect(await scene.served(parcels() as Projection)).toEqual(plainFold(parcels(), await scene.events.readAll()));
  });

  it('that both build a new version switch once', async () => {
    const { projector, first } = await started(parcels('1'));
    await projector.stop();
    await Promise.all([scene.start([parcels('2')], one), scene.start([parcels('2')], two)]);
    await scene.switched('parcels', first);
    await scene.happen(posted('d'));
    await scene.caughtUp('parcels');
    await turns();
    const record = await scene.record('parcels');
    expect(Object.values(record.builds).map(({ version, retiredAt }) => [version, retiredAt !== undefined])).toEqual([
      ['1', true],
      ['2', false],
    ]);
    expect(scene.said.filter(({ message }) => message === 'a new build serves').length).toBeGreaterThan(0);
    expect(await scene.served(parcels() as Projection)).toEqual(plainFold(parcels(), await scene.events.readAll()));
  });

  it('hear of a rebuild that one was asked for while it stood by, and of the switch', async () => {
    const { projector: first, first: build } = await started(parcels());
    const second = await scene.start([parcels()], two);
    const asked = await second.rebuild('parcels');
    scene.clock.advance(RECORDS_REFRESH_MS);
    await scene.switched('parcels', build);
    expect((await scene.record('parcels')).serving).toBe(asked);
    await first.stop();
    scene.clock.advance(LEASE_LOOK_MS);
    await scene.happen(posted('d'));
    await scene.caughtUp('parcels');
    expect((await second.progress())[0]).toMatchObject({ state: 'serving', serving: { build: asked, lagEvents: 0 } });
  });

  it('do not mind that one of them drops a build that the other still feeds', async () => {
    const { first } = await started(parcels());
    const record = await scene.record('parcels');
    await scene.documents.compareAndSetProjection(record.revision, { projection: 'parcels', revision: record.revision, builds: {} });
    await scene.documents.drop(collectionOf('parcels', first));
    await scene.happen(posted('d'));
    await until(() => scene.said.some(({ message }) => message === 'a build was dropped'));
    scene.clock.advance(RECORDS_REFRESH_MS);
    await until(async () => (await scene.record('parcels')).serving !== undefined);
    await scene.caughtUp('parcels');
    expect((await scene.record('parcels')).serving).not.toBe(first);
  });
});
