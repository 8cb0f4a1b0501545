import type { Build } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import type { Position } from '@docket/event-store';
import { MemoryEventStore, newEvents, newStream, Subscriber } from '@docket/event-store/testing';
import { ProjectedLog } from './projected-log.js';
import { ManualClock } from './testing/manual-clock.js';

const build = (projection: string, position: Position | undefined, stoppedAt?: Position): Build => ({
  id: `${projection}-build`,
  version: '1',
  logId: 'log',
  collections: [],
  startedAt: '2024-05-20T08:00:00.000Z',
  ...(position === undefined ? {} : { checkpoint: { position, eventId: 'e', logId: 'log', recordedAt: '2024-05-20T08:00:00.000Z' } }),
  ...(stoppedAt === undefined ? {} : { stopped: { position: stoppedAt, reason: 'it could not be folded' } }),
});

class Scene {
  readonly store = new MemoryEventStore();
  readonly documents = new MemoryDocumentStore();
  readonly complaints: string[] = [];
  readonly live = new ProjectedLog({
    log: this.store,
    documents: this.documents,
    projections: [{ name: 'parcels' }, { name: 'depots' }],
    clock: new ManualClock(),
    complain: ({ message }) => void this.complaints.push(message),
  });

  async append(): Promise<Position> {
    return (await this.store.append(newStream(), newEvents(1), 'none')).position;
  }

  /** The projection's serving build stands at a position. */
  async project(projection: string, position: Position | undefined, stoppedAt?: Position): Promise<void> {
    const record = await this.documents.readProjection(projection);
    const next = {
      projection,
      revision: 0,
      serving: `${projection}-build`,
      builds: { [`${projection}-build`]: build(projection, position, stoppedAt) },
    };
    expect(await this.documents.compareAndSetProjection(record?.revision ?? 0, next)).toBe(true);
  }

  async end(subscriber: Subscriber): Promise<void> {
    await subscriber.stop();
    this.live.close();
    await this.documents.close();
    await this.store.close();
    expect(this.complaints).toEqual([]);
  }
}

describe('the log as live updates may tell of it', () => {
  test('tells of an event when every read model has it, and not before', async () => {
    const scene = new Scene();
    const position = await scene.append();
    await scene.project('parcels', position);
    await scene.project('depots', undefined);
    const follower = new Subscriber(scene.live);
    // Another follower of the log itself has the event: it is there to be told.
    const plain = await new Subscriber(scene.store).until(({ caughtUp }) => caughtUp);
    expect(plain.events).toHaveLength(1);
    expect(follower.deliveries).toEqual([]);
    await scene.project('depots', position);
    await follower.until(({ caughtUp }) => caughtUp);
    expect(follower.events.map((event) => event.position)).toEqual([position]);
    await plain.stop();
    await scene.end(follower);
  });

  test('does not wait for a projection that an event has stopped', async () => {
    const scene = new Scene();
    const first = await scene.append();
    const second = await scene.append();
    await scene.project('parcels', second);
    await scene.project('depots', first, second);
    const follower = await new Subscriber(scene.live).until(({ caughtUp }) => caughtUp);
    expect(follower.events).toHaveLength(2);
    await scene.end(follower);
  });

  test('waits for none where all are stopped, and for the first one that goes on again', async () => {
    const scene = new Scene();
    const [first, second] = [await scene.append(), await scene.append()];
    await scene.project('parcels', first, second);
    await scene.project('depots', undefined, first);
    const follower = await new Subscriber(scene.live).until(({ caughtUp }) => caughtUp);
    expect(follower.events).toHaveLength(2);
    await scene.project('parcels', second);
    const third = await scene.append();
    const plain = await new Subscriber(scene.store).until(({ caughtUp }) => caughtUp);
    expect(plain.events).toHaveLength(3);
    expect(follower.events).toHaveLength(2);
    await scene.project('parcels', third);
    await follower.until(({ events }) => events.length === 3);
    await plain.stop();
    await scene.end(follower);
  });

  test('ends while it waits when its follower does', async () => {
    const scene = new Scene();
    await scene.append();
    await scene.project('parcels', undefined);
    const follower = new Subscriber(scene.live);
    await scene.end(follower);
    expect(follower.deliveries).toEqual([]);
  });
});
