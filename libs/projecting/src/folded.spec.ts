import { parcels, vans } from './testing/parcels.js';
import type { Folded } from './running-build.js';
import { fuelled, posted, Scene } from './testing/scene.js';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

describe('whoever wants to know what was folded', () => {
  it('is told by each serving build of the events that it takes, once their documents are written; by a rebuild of none', async () => {
    const folded: Folded[] = [];
    const toldOf = (projection: string): readonly string[] =>
      folded.filter((each) => each.projection === projection).flatMap(({ events }) => events.map(({ type }) => type));
    const projector = await scene.start([parcels(), vans()], { onFolded: (each) => folded.push(each) });
    await scene.happen(posted('a'), fuelled(), posted('b'));
    await scene.caughtUp('parcels');
    await scene.caughtUp('vans');
    const [parcel, van] = [toldOf('parcels'), toldOf('vans')];
    expect(parcel).toHaveLength(2);
    expect(van).toHaveLength(1);
    expect(folded.every(({ beganAt }) => beganAt === scene.clock.now())).toBe(true);

    const first = (await scene.record('parcels')).serving ?? '';
    await projector.rebuild('parcels');
    await scene.switched('parcels', first);
    expect(toldOf('parcels')).toEqual(parcel);
  });
});
