import type { StreamEvent } from '@docket/event-store';
import { collectionNames } from '../build-layout.js';
import type { Projection } from '../projection.js';
import type { ComparedDocument, Documents } from './documents.js';

/** What a projection says of a log, as plainly as it can be computed: one event after the other, no batches, no guards, no store. What is folded
 *  is frozen, so that a fold that changes what it was given fails here. `changed` is told the collection of each document that an event changes. */
export const plainFold = (
  projection: Projection,
  log: readonly StreamEvent[],
  changed: (collection: string) => void = () => undefined,
): Documents => {
  const collections = new Map<string, Map<string, ComparedDocument>>(collectionNames(projection).map((name) => [name, new Map()]));
  const takes = new Set<string>(projection.events);

  const replace = (collection: string, id: string, change: (before: object | undefined) => object | undefined, position: string) => {
    const documents = collections.get(collection);
    if (!documents) throw new Error(`projection ${projection.name} derives into ${collection}, which it does not declare`);
    const before = documents.get(id)?.body as object | undefined;
    const after = change(before);
    if (after !== before) changed(collection);
    if (after === undefined) documents.delete(id);
    else if (after !== before) documents.set(id, { position, body: deepFreeze(after) });
    return { before, after };
  };

  for (const event of log) {
    if (!takes.has(event.type)) continue;
    const key = projection.key(event);
    if (key === undefined) continue;
    const { before, after } = replace(projection.rows.name, key, (row) => projection.fold(row, event), event.position);
    for (const { collection, id, change } of projection.derive?.(before, after, event) ?? [])
      replace(collection, id, change, event.position);
  }
  return collections;
};

/** The names of a projection's collections in which no event of these logs makes a document: whatever holds over the logs says nothing of them. A document
 *  that is removed again later counts. */
export const collectionsLeftEmpty = (projection: Projection, logs: readonly (readonly StreamEvent[])[]): readonly string[] => {
  const changed = new Set<string>();
  for (const log of logs) plainFold(projection, log, (collection) => changed.add(collection));
  return collectionNames(projection).filter((name) => !changed.has(name));
};

const deepFreeze = <Value extends object>(value: Value): Value => {
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value) as unknown[]) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return value;
};
