import { estimatedBytes } from './estimated-bytes.js';
import type { Snapshot } from './snapshot.js';

/** A snapshot with its entry, its key and its texts. */
const SNAPSHOT_BYTES = 600;
/** A state is weighed again when its stream has grown by so many events: in between it is taken to grow as it did on average. */
const WEIGHED_EVERY = 16;

interface Entry {
  readonly snapshot: Snapshot;
  /** The fold's. */
  readonly version: number;
  readonly bytes: number;
  readonly weighed: { readonly revision: number; readonly stateBytes: number };
  /** The use at which the entry was moved to the end, counted over all entries. */
  movedAt: number;
}

/** An entry is moved to the end again after as many uses as this share of the entries: moving at each use would cost more than the fold that is saved. */
const MOVED_AFTER_SHARE = 1 / 4;

/** The snapshots used last, as many as fit (to a quarter of them: see above). */
export class SnapshotCache {
  private readonly entries = new Map<string, Entry>();
  /** Stands before the oldest entry: all that it has passed is gone. (A fresh one would pass over the places of all that went before it.) */
  private oldest = this.entries.entries();
  private held = 0;
  private uses = 0;

  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.held;
  }

  /** The last snapshot of a stream that was folded by this version of its fold. */
  get(stream: string, version: number): Snapshot | undefined {
    const entry = this.entries.get(stream);
    if (entry?.version !== version) return undefined;
    this.uses += 1;
    if (this.uses - entry.movedAt > this.entries.size * MOVED_AFTER_SHARE) {
      entry.movedAt = this.uses;
      this.entries.delete(stream);
      this.entries.set(stream, entry);
    }
    return entry.snapshot;
  }

  /** Keeps a snapshot, if no later one of its stream is there: loads overtake one another. One of another version makes way. */
  put(version: number, snapshot: Snapshot): void {
    const { stream } = snapshot;
    const there = this.entries.get(stream);
    const before = there?.version === version ? there : undefined;
    if (before && before.snapshot.revision >= snapshot.revision) return;
    const { bytes, weighed } = weigh(snapshot, before);
    const entry = { snapshot, bytes, weighed, version, movedAt: this.uses };
    if (there) this.remove(stream, there);
    if (entry.bytes > this.bytesMax) return;
    this.entries.set(stream, entry);
    this.held += entry.bytes;
    while (this.held > this.bytesMax) this.removeOldest();
  }

  clear(): void {
    this.entries.clear();
    this.oldest = this.entries.entries();
    this.held = 0;
  }

  private removeOldest(): void {
    const { value, done } = this.oldest.next();
    if (done) this.oldest = this.entries.entries();
    else this.remove(...value);
  }

  private remove(stream: string, entry: Entry): void {
    this.entries.delete(stream);
    this.held -= entry.bytes;
  }
}

const weigh = (snapshot: Snapshot, before: Entry | undefined): Pick<Entry, 'bytes' | 'weighed'> => {
  const events = snapshot.revision + 1;
  const fresh = before === undefined || snapshot.revision - before.weighed.revision >= WEIGHED_EVERY;
  const weighed = fresh ? { revision: snapshot.revision, stateBytes: estimatedBytes(snapshot.state) } : before.weighed;
  const stateBytes = (weighed.stateBytes * events) / (weighed.revision + 1);
  return { weighed, bytes: SNAPSHOT_BYTES + stateBytes + snapshot.commands.bytes };
};
