import type { DocumentStore } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import type { StreamEvent } from '@docket/event-store';
import { applyBatch } from '../apply-batch.js';
import { collectionNames, layoutOf, type BuildLayout } from '../build-layout.js';
import type { Projection } from '../projection.js';
import { Actor } from './actor.js';
import { documentsById, type Documents } from './documents.js';
import type { Pick } from './random.js';
import { SteppedStore, type WrittenIds } from './stepped-store.js';

const BUILD = 'build';
const LOG = 'log';
/** Steps after which an engine dies, on an average, where the log is short. */
const SHORT_LIFE = 50;

/** A store with one empty build of a projection. */
export interface Delivered {
  readonly projection: Projection;
  readonly layout: BuildLayout;
  readonly store: DocumentStore;
  readonly written: WrittenIds;
}

export const emptyBuild = async (projection: Projection, store: DocumentStore = new MemoryDocumentStore()): Promise<Delivered> => {
  const layout = layoutOf(projection, BUILD);
  for (const { physical, definition } of [...layout.derived, layout.rows]) await store.define(physical, definition);
  const build = {
    id: BUILD,
    version: projection.version,
    logId: LOG,
    collections: collectionNames(projection),
    startedAt: '2024-05-20T00:00:00.000Z',
  };
  await store.compareAndSetProjection(0, { projection: projection.name, revision: 1, serving: BUILD, builds: { [BUILD]: build } });
  return { projection, layout, store, written: new Map() };
};

/** All documents of the build as they are stored. */
export const documentsOf = async ({ layout, store, written }: Delivered): Promise<Documents> => {
  const documents = new Map<string, ReadonlyMap<string, { position: string; body: unknown }>>();
  for (const { name, physical } of [...layout.derived, layout.rows])
    documents.set(name, await documentsById(store, physical, written.get(physical) ?? []));
  return documents;
};

/** How an engine cuts the log: how many events of it before the checkpoint it takes again, and how many after it. */
export interface Cut {
  again(): number;
  size(): number;
}

/** What an engine does, and nothing else of it: reads the checkpoint, takes the batch after it, until the log is at its end. */
export const deliver = async (documents: DocumentStore, layout: BuildLayout, log: readonly StreamEvent[], cut: Cut): Promise<void> => {
  for (;;) {
    const record = await documents.readProjection(layout.projection.name);
    const position = record?.builds[layout.build]?.checkpoint?.position ?? '';
    const next = firstAfter(log, position);
    if (next >= log.length) return;
    const batch = log.slice(Math.max(0, next - cut.again()), next + cut.size());
    const { poison } = await applyBatch(documents, layout, batch, { logId: LOG, writeCheckpoint: true });
    if (poison) throw new Error(`${layout.projection.name} can't take ${poison.event.type} at ${poison.event.position}: ${poison.reason}`);
  }
};

/** Runs engines over one store without transactions, at random: each stalls, runs on in bursts, dies between any two documents and is begun anew.
 *  At the end those that stalled wake up and finish what they had in hand. */
export const deliverAtRandom = async (
  delivered: Delivered,
  log: readonly StreamEvent[],
  engines: number,
  pick: Pick,
  cut: Cut,
): Promise<void> => {
  const { layout, store, written } = delivered;
  const begin = (): Actor => {
    const actor = new Actor();
    const stepped = new SteppedStore(store, actor.gate, written);
    return actor.start(() => deliver(stepped, layout, log, cut));
  };
  const actors = Array.from({ length: engines }, begin);
  const last = log.at(-1)?.position ?? '';
  const atTheEnd = async (): Promise<boolean> =>
    ((await store.readProjection(layout.projection.name))?.builds[BUILD]?.checkpoint?.position ?? '') >= last;

  // A batch must have a chance to be finished: those of long logs are long.
  const stepsOfALife = Math.max(SHORT_LIFE, log.length);
  while (!(await atTheEnd())) {
    const turn = pick(engines);
    const burst = pick(10) === 0 ? pick(40) : 1;
    for (let i = 0; i < burst; i++) {
      if (await actors[turn]?.step()) continue;
      actors[turn] = begin();
      break;
    }
    if (pick(stepsOfALife) === 0) actors[pick(engines)] = begin();
  }
  for (const late of actors) while (await late.step());
};

const firstAfter = (log: readonly StreamEvent[], position: string): number => {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log[middle] as StreamEvent).position > position) high = middle;
    else low = middle + 1;
  }
  return low;
};
