import { estimatedBytes } from './estimated-bytes.js';
import type { Snapshot } from './snapshot.js';

/** A snapshot with its entry, its key and its texts; a recorded command with its id, its hash and its slot in the map. */
const SNAPSHOT_BYTES = 600;
const COMMAND_BYTES = 250;
/** A state is weighed again when its stream has grown by so many events: in between it is taken to grow as it did on average. */
const WEIGHED_EVERY = 16;

interface Entry {
  readonly snapshot: Snapshot;
  readonly bytes: number;
  readonly weighed: { readonly revision: number; readonly stateBytes: number };
}

/** The snapshots used last: those of the last half of the bytes surely, of the half before as far as they have not been used again since. (Two generations,
 *  of which the older one is dropped as a whole: to move each entry to the end of a map when it is used costs more than the fold that it saves.) */
export class SnapshotCache {
  private young = new Map<string, Entry>();
  private old = new Map<string, Entry>();
  private youngBytes = 0;
  private oldBytes = 0;

  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.youngBytes + this.oldBytes;
  }

  get(key: string): Snapshot | undefined {
    const entry = this.young.get(key);
    if (entry) return entry.snapshot;
    const older = this.old.get(key);
    if (!older) return undefined;
    this.old.delete(key);
    this.oldBytes -= older.bytes;
    this.keep(key, older);
    return older.snapshot;
  }

  /** Keeps a snapshot, if no later one of its stream is there: loads overtake one another. */
  put(key: string, snapshot: Snapshot): void {
    const inYoung = this.young.get(key);
    const before = inYoung ?? this.old.get(key);
    if (before && before.snapshot.revision >= snapshot.revision) return;
    const entry = weigh(snapshot, before);
    if (inYoung) this.youngBytes -= inYoung.bytes;
    else if (before) {
      this.old.delete(key);
      this.oldBytes -= before.bytes;
    }
    if (entry.bytes <= this.bytesMax / 2) this.keep(key, entry);
    else this.young.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.youngBytes = 0;
    this.oldBytes = 0;
  }

  private keep(key: string, entry: Entry): void {
    if (this.youngBytes + entry.bytes > this.bytesMax / 2) {
      this.young.delete(key);
      this.old = this.young;
      this.oldBytes = this.youngBytes;
      this.young = new Map();
      this.youngBytes = 0;
    }
    this.young.set(key, entry);
    this.youngBytes += entry.bytes;
  }
}

const weigh = (snapshot: Snapshot, before: Entry | undefined): Entry => {
  const events = snapshot.revision + 1;
  const fresh = before === undefined || snapshot.revision - before.weighed.revision >= WEIGHED_EVERY;
  const weighed = fresh ? { revision: snapshot.revision, stateBytes: estimatedBytes(snapshot.state) } : before.weighed;
  const stateBytes = (weighed.stateBytes * events) / (weighed.revision + 1);
  return { snapshot, weighed, bytes: SNAPSHOT_BYTES + stateBytes + snapshot.commands.size * COMMAND_BYTES };
};
