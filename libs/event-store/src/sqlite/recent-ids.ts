import { ANY_REPEAT_EVENTS } from '../limits.js';
import { RecentlyUsed } from './recently-used.js';

/** Streams whose recent ids are remembered, at least. Few are appended to at `any`: series of numbers. */
const STREAMS = 32;

/** The ids of the last events of streams that were appended to at `any`, with their revisions: a repeated append is recognised by them. */
export class RecentIds {
  readonly #streams = new RecentlyUsed<Map<string, number>>(STREAMS);

  /** `load` gives the ids of the stream's last ANY_REPEAT_EVENTS events in order, and the revision of the first of them. */
  of(stream: string, load: () => { readonly ids: readonly string[]; readonly firstRevision: number }): ReadonlyMap<string, number> {
    const known = this.#streams.get(stream);
    if (known) return known;
    const { ids, firstRevision } = load();
    const recent = new Map(ids.map((id, index) => [id, firstRevision + index]));
    this.#streams.set(stream, recent);
    return recent;
  }

  /** An event was written: to be called for each, whatever revision it expected. */
  add(stream: string, id: string, revision: number): void {
    const recent = this.#streams.get(stream);
    if (!recent) return;
    // Deleted first, so that the map's order stays that of the revisions.
    recent.delete(id);
    recent.set(id, revision);
    if (recent.size >= 2 * ANY_REPEAT_EVENTS) forgetOldest(recent);
  }

  clear(): void {
    this.#streams.clear();
  }
}

const forgetOldest = (recent: Map<string, number>): void => {
  let superfluous = recent.size - ANY_REPEAT_EVENTS;
  for (const id of recent.keys()) {
    if (superfluous-- <= 0) return;
    recent.delete(id);
  }
};
