import type { DocumentStore, ProjectionRecord } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import type { Position } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import { createReadModels } from '../create-read-models.js';
import type { ProjectorLogEntry } from '../log.js';
import { startProjector, type Projector, type ProjectorOptions } from '../projector.js';
import type { Projection } from '../projection.js';
import type { ReadModels } from '../read-models.js';
import { documentsByOrder, type Documents } from './documents.js';
import { ManualClock } from './manual-clock.js';
import { newEvent, type Happening } from './parcels.js';

const TURNS_MAX = 100_000;

/** Lets the loop turn until the condition holds. */
export const until = async (condition: () => boolean | Promise<boolean>, what = 'what was waited for'): Promise<void> => {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`${what} has not come about`);
};

/** Lets everything that is under way run on for a while. */
export const turns = async (count = 50): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Whether a promise has settled by now. */
export const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  const mark = (): void => {
    done = true;
  };
  promise.then(mark, mark);
  await turns();
  return done;
};

/** A log, documents and the projectors over them, in memory and in a time that the test makes. */
export class Scene {
  readonly events = new MemoryEventStore();
  readonly documents = new MemoryDocumentStore();
  readonly clock = new ManualClock();
  readonly said: ProjectorLogEntry[] = [];
  readonly readModels: ReadModels = createReadModels(this);
  readonly #projectors: Projector[] = [];
  #appended = 0;

  /** Appends each happening to its stream; gives the last one's position. */
  async happen(...happenings: readonly Happening[]): Promise<Position> {
    let position = '';
    for (const happening of happenings) {
      const appended = await this.events.append(happening.stream, [newEvent(happening, this.#appended++)], 'any');
      position = appended.position;
    }
    return position;
  }

  async start(projections: readonly Projection[], options: Partial<ProjectorOptions> = {}): Promise<Projector> {
    const projector = await startProjector({
      events: this.events,
      eventTypes: [],
      documents: this.documents,
      projections,
      logId: 'log',
      clock: this.clock,
      log: (entry) => this.said.push(entry),
      holder: 'the scene’s only one',
      ...options,
    });
    this.#projectors.push(projector);
    return projector;
  }

  async end(): Promise<void> {
    for (const projector of this.#projectors) await projector.stop();
  }

  async record(projection: string): Promise<ProjectionRecord> {
    const record = await this.documents.readProjection(projection);
    if (!record) throw new Error(`projection ${projection} has no record`);
    return record;
  }

  /** Waits until the serving build has come to the log's head. */
  async caughtUp(projection: string): Promise<void> {
    await until(async () => {
      const record = await this.documents.readProjection(projection);
      const position = record?.builds[record.serving ?? '']?.checkpoint?.position;
      return position === (await this.events.head());
    }, `${projection} at the head`);
  }

  /** Waits until the serving build is another one than `build`. */
  async switched(projection: string, build: string): Promise<void> {
    await until(async () => ((await this.documents.readProjection(projection))?.serving ?? build) !== build, `a switch from ${build}`);
  }

  /** The documents that a projection serves, of its listable collections. */
  async served(projection: Projection, store: DocumentStore = this.documents): Promise<Documents> {
    const { serving } = await this.record(projection.name);
    const collections = [projection.rows, ...(projection.derived ?? [])];
    const documents = new Map<string, ReadonlyMap<string, { position: string; body: unknown }>>();
    for (const { name, orders } of collections) {
      const order = Object.keys(orders)[0];
      if (order !== undefined) documents.set(name, await documentsByOrder(store, `${name}@${serving ?? ''}`, order));
    }
    return documents;
  }
}

export const posted = (parcel: string, depot = 'north', grams = 5): Happening => ({
  stream: `parcel-${parcel}`,
  type: 'ParcelPosted',
  data: { depot, grams },
});
export const moved = (parcel: string, depot = 'south'): Happening => ({ stream: `parcel-${parcel}`, type: 'ParcelMoved', data: { depot } });
export const lost = (parcel: string): Happening => ({ stream: `parcel-${parcel}`, type: 'ParcelLost', data: {} });
export const scanned = (parcel: string): Happening => ({ stream: `parcel-${parcel}`, type: 'ParcelScanned', data: { by: 'north' } });
export const fuelled = (): Happening => ({ stream: 'van-1', type: 'VanFuelled', data: { grams: 1 } });
