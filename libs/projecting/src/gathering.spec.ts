import { randomUUID } from 'node:crypto';
import { LIVE_GATHERING_EVENTS, LIVE_GATHERING_MS } from './limits.js';
import { logOf, vans } from './testing/parcels.js';
import { fuelled, Scene, turns } from './testing/scene.js';

let scene: Scene;
let commits: number;
beforeEach(async () => {
  scene = new Scene();
  await scene.start([vans()], { gatheringMs: LIVE_GATHERING_MS });
  await turns();
  const commit = scene.documents.commit.bind(scene.documents);
  commits = 0;
  scene.documents.commit = async (each) => {
    commits++;
    await commit(each);
  };
});
afterEach(() => scene.end());

const timesFuelled = async () => ((await scene.served(vans())).get('vans')?.get('van-1')?.body as { fuelled: number } | undefined)?.fuelled;

const happenTogether = (count: number) =>
  scene.events.append(
    'van-1',
    logOf(Array.from({ length: count }, fuelled)).map(({ type, data, metadata }) => ({ id: randomUUID(), type, data, metadata })),
    'any',
  );

describe('a live projector', () => {
  it('takes at once what comes one by one, and what comes behind less than LIVE_GATHERING_EVENTS', async () => {
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    await happenTogether(LIVE_GATHERING_EVENTS - 1);
    await scene.caughtUp('vans');
    await scene.happen(fuelled());
    await scene.caughtUp('vans');
    expect(await timesFuelled()).toBe(LIVE_GATHERING_EVENTS + 1);
    expect(commits).toBe(3);
  });

  it('takes together what comes within LIVE_GATHERING_MS behind so many', async () => {
    await happenTogether(LIVE_GATHERING_EVENTS);
    await scene.caughtUp('vans');
    for (let i = 0; i < 5; i++) {
      await scene.happen(fuelled());
      await turns();
    }
    scene.clock.advance(LIVE_GATHERING_MS - 1);
    await turns();
    expect(await timesFuelled()).toBe(LIVE_GATHERING_EVENTS);
    scene.clock.advance(1);
    await scene.caughtUp('vans');
    expect(await timesFuelled()).toBe(LIVE_GATHERING_EVENTS + 5);
    expect(commits).toBe(2);
  });

  it('that gathers ends when it is told to', async () => {
    await happenTogether(LIVE_GATHERING_EVENTS);
    await scene.caughtUp('vans');
    await turns();
    await scene.end();
    expect(scene.clock.sleepers).toBe(0);
  });
});
