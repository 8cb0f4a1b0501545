import { InvalidDocument, TooLarge, type Checkpoint, type DocumentStore } from '@docket/document-store';
import type { StreamEvent } from '@docket/event-store';
import type { BuildLayout } from './build-layout.js';
import { applyDerived, derivedIds, FoldFailed, foldRows, slotsOf, takeEvents, writesOf, type Slots } from './fold-batch.js';

/** An event that a projection can't take, and what its fold (or the store, of the document it made) said. */
export interface Poison {
  readonly event: StreamEvent;
  readonly reason: string;
}

/** What became of a batch. */
export interface Applied {
  /** The last event that is finished with; undefined: none. */
  readonly finished?: StreamEvent;
  /** False: nothing changed, so that nothing was written, the checkpoint neither. */
  readonly written: boolean;
  /** The event after `finished`; what follows it was not looked at. */
  readonly poison?: Poison;
}

export interface ApplyOptions {
  readonly logId: string;
  /** Write a checkpoint also where no document changed. */
  readonly writeCheckpoint: boolean;
}

/**
 * Brings one build of a projection over a batch of events, in the log's order and without a gap behind what it has finished with.
 *
 * The order holds the documents together on a store without transactions, with crashes between any two writes, events delivered twice
 * and a second engine at work: rows are read before derived documents; derived documents are written before rows, rows before the
 * checkpoint; each document is guarded by the position of the last event that changed it.
 */
export const applyBatch = async (
  documents: DocumentStore,
  layout: BuildLayout,
  events: readonly StreamEvent[],
  options: ApplyOptions,
): Promise<Applied> => {
  if (events.length === 0) return { written: false };
  try {
    return await applyWhole(documents, layout, events, options);
  } catch (error) {
    if (error instanceof FoldFailed) {
      const at = events.findIndex(({ position }) => position === error.event.position);
      return stopBefore(documents, layout, events, at, error.message, options);
    }
    if (!(error instanceof InvalidDocument || error instanceof TooLarge)) throw error;
    return narrowDown(documents, layout, events, error, options);
  }
};

const applyWhole = async (
  documents: DocumentStore,
  layout: BuildLayout,
  events: readonly StreamEvent[],
  { logId, writeCheckpoint }: ApplyOptions,
): Promise<Applied> => {
  const last = events[events.length - 1] as StreamEvent;
  const taken = takeEvents(layout, events);
  if (taken.events.length === 0 && !writeCheckpoint) return { finished: last, written: false };

  const rows = await readSlots(documents, layout.rows.physical, new Set(taken.keys));
  const changes = foldRows(layout.projection, taken, rows);
  const derived = new Map<string, Slots>();
  const ids = derivedIds(layout, changes);
  for (const { name, physical } of layout.derived) derived.set(name, await readSlots(documents, physical, ids.get(name) ?? new Set()));
  applyDerived(changes, derived);

  const writes = layout.derived.map((collection) => writesOf(collection, derived.get(collection.name) ?? NONE));
  writes.push(writesOf(layout.rows, rows));
  const changed = writes.filter(({ puts, removals }) => puts.length > 0 || removals.length > 0);
  if (changed.length === 0 && !writeCheckpoint) return { finished: last, written: false };
  const checkpoint = { projection: layout.projection.name, build: layout.build, checkpoint: checkpointAt(last, logId) };
  await documents.commit({ writes: changed, checkpoint });
  return { finished: last, written: true };
};

const NONE: Slots = new Map();

const readSlots = async (documents: DocumentStore, collection: string, ids: ReadonlySet<string>): Promise<Slots> =>
  ids.size === 0 ? new Map() : slotsOf(ids, await documents.getGuarded<object>(collection, [...ids]));

export const checkpointAt = ({ position, id, metadata }: StreamEvent, logId: string): Checkpoint => ({
  position,
  eventId: id,
  logId,
  recordedAt: metadata.recordedAt,
});

/** Finishes with what stands before the event that can't be taken. An earlier one may turn out to be the first. */
const stopBefore = async (
  documents: DocumentStore,
  layout: BuildLayout,
  events: readonly StreamEvent[],
  at: number,
  reason: string,
  options: ApplyOptions,
): Promise<Applied> => {
  const before = await applyBatch(documents, layout, events.slice(0, at), { ...options, writeCheckpoint: true });
  return before.poison ? before : { ...before, poison: { event: events[at] as StreamEvent, reason } };
};

/** The store refuses a document of the batch, without saying whose: halves find the first event that makes such a document. */
const narrowDown = async (
  documents: DocumentStore,
  layout: BuildLayout,
  events: readonly StreamEvent[],
  error: Error,
  options: ApplyOptions,
): Promise<Applied> => {
  if (events.length === 1) return { written: false, poison: { event: events[0] as StreamEvent, reason: error.message } };
  const half = events.length >> 1;
  const first = await applyBatch(documents, layout, events.slice(0, half), { ...options, writeCheckpoint: true });
  if (first.poison) return first;
  const second = await applyBatch(documents, layout, events.slice(half), { ...options, writeCheckpoint: true });
  return second.finished ? second : { ...first, ...(second.poison ? { poison: second.poison } : {}) };
};
