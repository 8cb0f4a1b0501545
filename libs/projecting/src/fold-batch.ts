import type { CollectionWrites, Guarded, Put, Removal } from '@docket/document-store';
import type { StreamEvent } from '@docket/event-store';
import type { BuildCollection, BuildLayout } from './build-layout.js';
import type { DerivedChange, Projection } from './projection.js';

/** One document while a batch is folded. */
export interface Slot {
  /** Of the last event that changed it; '' comes before every position. */
  position: string;
  /** undefined: it is not there, or only its tombstone. */
  body: object | undefined;
  changed: boolean;
  /** The event whose changes a derived document is taking. */
  cause: StreamEvent | undefined;
}

export type Slots = Map<string, Slot>;

/** Something that a projection brought threw. `event` is the one that was being folded. */
export class FoldFailed extends Error {
  override readonly name = 'FoldFailed';
  constructor(
    readonly event: StreamEvent,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** The events of a batch that concern a projection, and the row of each. */
export interface Taken<Event extends StreamEvent = StreamEvent> {
  readonly events: readonly Event[];
  readonly keys: readonly string[];
}

export const takeEvents = <Event extends StreamEvent>(layout: BuildLayout, events: readonly Event[]): Taken<Event> => {
  const { projection, takes } = layout;
  const taken: Event[] = [];
  const keys: string[] = [];
  let event: Event | undefined;
  try {
    for (event of events) {
      if (!takes.has(event.type)) continue;
      const key = projection.key(event);
      if (key === undefined) continue;
      taken.push(event);
      keys.push(key);
    }
  } catch (error) {
    throw event ? new FoldFailed(event, error) : error;
  }
  return { events: taken, keys };
};

/** What was stored of the documents with these ids: one slot each, tombstones and absent ones too. */
export const slotsOf = (ids: Iterable<string>, stored: ReadonlyMap<string, Guarded<object>>): Slots => {
  const slots: Slots = new Map();
  for (const id of ids) {
    const found = stored.get(id);
    if (!found) slots.set(id, { position: '', body: undefined, changed: false, cause: undefined });
    else slots.set(id, { position: found.position, body: found.removed ? undefined : found.body, changed: false, cause: undefined });
  }
  return slots;
};

/** The changes of derived documents that a batch asks for, in order, each with the event that caused it. */
export interface DerivedChanges {
  readonly changes: DerivedChange[];
  readonly causes: StreamEvent[];
}

/** Folds the events into the rows. An event that its row has seen already changes nothing and derives nothing: the derived
 *  documents were written before that row was. */
export const foldRows = (projection: Projection, { events, keys }: Taken, rows: Slots): DerivedChanges => {
  const changes: DerivedChange[] = [];
  const causes: StreamEvent[] = [];
  let at = 0;
  try {
    for (; at < events.length; at++) {
      const event = events[at] as StreamEvent;
      const slot = rows.get(keys[at] as string) as Slot;
      if (slot.position >= event.position) continue;
      const before = slot.body;
      const after = projection.fold(before, event);
      setBody(slot, after, event);
      if (!projection.derive) continue;
      for (const change of projection.derive(before, after, event)) {
        changes.push(change);
        causes.push(event);
      }
    }
  } catch (error) {
    throw new FoldFailed(events[at] as StreamEvent, error);
  }
  return { changes, causes };
};

/** The ids of the derived documents that are to change, by collection. */
export const derivedIds = (layout: BuildLayout, { changes, causes }: DerivedChanges): ReadonlyMap<string, ReadonlySet<string>> => {
  const ids = new Map<string, Set<string>>();
  for (let i = 0; i < changes.length; i++) {
    const { collection, id } = changes[i] as DerivedChange;
    let known = ids.get(collection);
    if (!known) {
      if (!layout.derived.some(({ name }) => name === collection)) {
        const unknown = new Error(`projection ${layout.projection.name} derives into ${collection}, which it does not declare`);
        throw new FoldFailed(causes[i] as StreamEvent, unknown);
      }
      ids.set(collection, (known = new Set()));
    }
    known.add(id);
  }
  return ids;
};

/** Applies the changes to the derived documents, each guarded by its own position. The changes that one event makes to one document
 *  count as one: the guard looks at the document as it was before that event. */
export const applyDerived = ({ changes, causes }: DerivedChanges, derived: ReadonlyMap<string, Slots>): void => {
  let at = 0;
  try {
    for (; at < changes.length; at++) {
      const change = changes[at] as DerivedChange;
      const cause = causes[at] as StreamEvent;
      const slot = derived.get(change.collection)?.get(change.id) as Slot;
      if (slot.position >= cause.position && slot.cause !== cause) continue;
      slot.cause = cause;
      setBody(slot, change.change(slot.body), cause);
    }
  } catch (error) {
    throw new FoldFailed(causes[at] as StreamEvent, error);
  }
};

/** The changed documents of a collection as the store takes them. One that was born and removed within the batch leaves a tombstone
 *  like any other, or a stalled engine could bring it back. */
export const writesOf = (collection: BuildCollection, slots: Slots): CollectionWrites => {
  const puts: Put[] = [];
  const removals: Removal[] = [];
  for (const [id, { changed, body, position }] of slots) {
    if (!changed) continue;
    if (body === undefined) removals.push({ id, position });
    else puts.push(collection.put(id, position, body));
  }
  return { collection: collection.physical, puts, removals };
};

/** The same value again is no change: what was not changed needs no guard, because the same event leaves it as it is again. */
const setBody = (slot: Slot, body: object | undefined, cause: StreamEvent): void => {
  if (body === slot.body) return;
  slot.body = body;
  slot.position = cause.position;
  slot.changed = true;
};
