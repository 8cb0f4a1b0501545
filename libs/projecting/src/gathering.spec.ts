import { LIVE_GATHERING_MS } from './limits.js';
import { vans } from './testing/parcels.js';
import { fuelled, Scene, turns } from './testing/scene.js';

let scene: Scene;
let commits: number;
beforeEach(async () => {
  scene = new Scene();
  await scene.start([vans()], { gatheringMs: LIVE_GATHERING_MS });
  await turns();
  scene.clock.advance(LIVE_GATHERING_MS);
  const commit = scene.documents.commit.bind(scene.documents);
  commits = 0;
  scene.documents.commit = async (each) => {
    commits++;
    await commit(each);
  };
});
afterEach(() => scene.end());

const timesFuelled = async () => ((await scene.served(vans())).get('vans')?.get('van-1')?.body as { fuelled: number } | undefined)?.fuelled;

describe('a live projector', () => {
  it('takes at once what comes after a pause', async () => {
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    scene.clock.advance(LIVE_GATHERING_MS);
    await turns();
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    expect(await timesFuelled()).toBe(2);
    expect(commits).toBe(2);
  });

  it('takes together what keeps coming, once in LIVE_GATHERING_MS', async () => {
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    for (let i = 0; i < 5; i++) {
      await scene.happen(fuelled());
      await turns();
    }
    scene.clock.advance(LIVE_GATHERING_MS - 1);
    await turns();
    expect(await timesFuelled()).toBe(1);
    scene.clock.advance(1);
    await scene.caughtUp('vans');
    expect(await timesFuelled()).toBe(6);
    expect(commits).toBe(2);
  });

  it('that gathers ends at once when it is told to', async () => {
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    await turns();
    await scene.end();
    expect(scene.clock.sleepers).toBe(0);
  });
});
