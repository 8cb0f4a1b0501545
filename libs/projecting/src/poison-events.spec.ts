import type { StreamEvent } from '@docket/event-store';
import { REASON_LENGTH_MAX } from './limits.js';
import type { Projection } from './projection.js';
import { parcels, vans } from './testing/parcels.js';
import { plainFold } from './testing/plain-fold.js';
import { fuelled, moved, posted, Scene, until } from './testing/scene.js';

/** A projection that can't take a parcel that moves to a depot of this name. */
const without = (depot: string, version = '1'): Projection => {
  const base = parcels(version) as Projection;
  return {
    ...base,
    fold(row, event: StreamEvent) {
      if ((event.data as { depot?: string }).depot === depot) throw new Error(`there is no depot ${depot}`);
      return base.fold(row, event);
    },
  };
};

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

const log = () => scene.events.readAll();

describe('an event that a fold can not take', () => {
  it('stops that projection alone, loudly', async () => {
    const projector = await scene.start([without('nowhere'), vans()]);
    await scene.happen(posted('a'));
    const position = await scene.happen(moved('a', 'nowhere'));
    await scene.happen(posted('b'), fuelled());
    await scene.caughtUp('vans');
    const [stopped, goesOn] = await projector.progress();
    expect(stopped).toMatchObject({
      projection: 'parcels',
      state: 'stopped',
      serving: { lagEvents: 3, stopped: { position, reason: 'there is no depot nowhere' } },
    });
    expect(goesOn).toMatchObject({ projection: 'vans', state: 'serving', serving: { lagEvents: 0 } });
    expect(scene.said.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({
        message: 'a projection has stopped',
        projection: 'parcels',
        reason: 'there is no depot nowhere',
        event: expect.objectContaining({ position, stream: 'parcel-a', revision: 1, type: 'ParcelMoved' }),
      }),
    ]);
  });

  it('stops it there: what stands before is folded, and nothing behind it', async () => {
    await scene.happen(posted('a'), moved('a', 'nowhere'), posted('b'));
    await scene.start([without('nowhere'), vans()]);
    await scene.caughtUp('vans');
    expect(await scene.served(without('nowhere'))).toEqual(plainFold(parcels(), (await log()).slice(0, 1)));
  });

  it('is tried again by a restart, which goes on where the fold has been mended', async () => {
    await scene.happen(posted('a'), moved('a', 'nowhere'), posted('b'));
    const first = await scene.start([without('nowhere'), vans()]);
    await scene.caughtUp('vans');
    await first.stop();
    const second = await scene.start([parcels(), vans()]);
    await scene.caughtUp('parcels');
    expect(await scene.served(parcels() as Projection)).toEqual(plainFold(parcels(), await log()));
    expect((await second.progress())[0]?.state).toBe('serving');
  });

  it('stops it again at a restart where it has not been mended', async () => {
    await scene.happen(moved('a', 'nowhere'));
    const first = await scene.start([without('nowhere')]);
    await until(async () => (await first.progress())[0]?.state === 'stopped');
    await first.stop();
    const second = await scene.start([without('nowhere')]);
    await until(async () => (await second.progress())[0]?.state === 'stopped');
    expect(scene.said.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('has its predecessor as the checkpoint, also where that one was not taken', async () => {
    await scene.start([without('nowhere'), vans()]);
    const before = await scene.happen(fuelled());
    await scene.happen(moved('a', 'nowhere'));
    await scene.caughtUp('vans');
    const { serving, builds } = await scene.record('parcels');
    expect(builds[serving ?? '']?.checkpoint?.position).toBe(before);
  });

  it('is told with as much of what its fold said as the record has room for', async () => {
    await scene.happen(moved('a', 'x'.repeat(REASON_LENGTH_MAX)));
    const projector = await scene.start([without('x'.repeat(REASON_LENGTH_MAX))]);
    await until(async () => (await projector.progress())[0]?.state === 'stopped');
    const [progress] = await projector.progress();
    expect(progress?.serving?.stopped?.reason).toHaveLength(REASON_LENGTH_MAX);
  });

  it('is not needed to stop a projection: a store that fails for it alone does, too', async () => {
    const commit = scene.documents.commit.bind(scene.documents);
    scene.documents.commit = async (each) => {
      if (each.checkpoint?.projection === 'parcels') throw new Error('a defect');
      await commit(each);
    };
    const projector = await scene.start([parcels(), vans()]);
    await scene.happen(posted('a'), fuelled());
    await scene.caughtUp('vans');
    expect((await projector.progress())[0]).toMatchObject({ state: 'stopped', serving: { stopped: { reason: 'Error: a defect' } } });
  });
});
