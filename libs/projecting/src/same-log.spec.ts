import { vans } from './testing/parcels.js';
import { fuelled, lost, posted, Scene } from './testing/scene.js';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

describe('at its start a projector refuses', () => {
  it('documents of another log', async () => {
    await scene.happen(fuelled());
    const first = await scene.start([vans()]);
    await scene.caughtUp('vans');
    await first.stop();
    await expect(scene.start([vans()], { logId: 'another' })).rejects.toMatchObject({
      name: 'LogMismatch',
      message:
        'the documents of projection vans were made from log log, but this is log another: give the program the document store that belongs to its event store, or an empty one',
    });
  });

  it('documents of another log also where no event has been folded', async () => {
    await (await scene.start([vans()])).stop();
    await expect(scene.start([vans()], { logId: 'another' })).rejects.toMatchObject({ name: 'LogMismatch' });
  });

  it('a log that was restored and has regrown, and one that is shorter than its documents', async () => {
    await scene.happen(fuelled(), fuelled());
    const first = await scene.start([vans()]);
    await scene.caughtUp('vans');
    await first.stop();
    const restored = new Scene();
    await restored.happen(fuelled());
    await expect(scene.start([vans()], { events: restored.events })).rejects.toThrow(/where now no event stands: the log was restored/);
    await restored.happen(lost('x'));
    const other = new Scene();
    await other.happen(posted('q'));
    await other.events.append(
      'van-1',
      [{ ...(await restored.events.readAll())[0], id: '11111111-1111-7111-8111-111111111111' } as never],
      'any',
    );
    await expect(scene.start([vans()], { events: other.events })).rejects.toThrow(
      /where now event 11111111-1111-7111-8111-111111111111 stands: the log was restored/,
    );
    await expect(scene.start([vans()])).resolves.toBeDefined();
  });
});
