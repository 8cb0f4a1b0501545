import { streamOf } from '@docket/event-store';
import type { EventReader, EventStore, RecordedEvent, StreamEvent } from '@docket/event-store';
import type { StreamFold } from './decider.js';
import type { Loaded, StreamLoader } from './envelope.js';
import { LOAD_PAGE_EVENTS_MAX, STREAM_CACHE_BYTES_MAX, STREAM_EVENTS_MAX } from './limits.js';
import { SnapshotCache } from './snapshot-cache.js';
import { absentStream, extended } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
import { soon } from './soon.js';
import type { Soon } from './soon.js';

/** The stream holds more events than one may. */
export class StreamTooLong extends Error {
  override readonly name = 'StreamTooLong';
  constructor(readonly stream: string) {
    super(`stream ${stream} holds more than ${STREAM_EVENTS_MAX} events`);
  }
}

/** Folds streams, and remembers the folds of those used last: by stream, revision and the fold's version. The cache saves the folding, never the reading:
 *  every load asks the store for what follows the revision that is known; a store that can tell without a read that nothing does is asked no more. */
export class CachedStreamLoader implements StreamLoader {
  private readonly cache: SnapshotCache;
  private disposed = false;

  constructor(
    private readonly reader: Pick<EventReader, 'readStream'> & Pick<EventStore, 'isBehindEnd'>,
    bytesMax: number = STREAM_CACHE_BYTES_MAX,
  ) {
    this.cache = new SnapshotCache(bytesMax);
  }

  /** Estimated bytes that the cache holds. */
  get cachedBytes(): number {
    return this.cache.bytes;
  }

  load<State>(fold: StreamFold<State>, id: string): Soon<Loaded<State> | undefined> {
    return soon(this.read(fold, streamOf(fold.category, id)), ({ state, revision, position }) =>
      state === undefined ? undefined : { state, revision, position },
    );
  }

  /** The stream as it is now. Fails with StreamTooLong. */
  read<State>(fold: StreamFold<State>, stream: string): Soon<Snapshot<State>> {
    // Cached for the fold's version, and the stream's name has its category: it is this fold's state.
    const known = this.cache.get(stream, fold.version) as Snapshot<State> | undefined;
    if (known && this.reader.isBehindEnd?.(stream, known.revision + 1)) return known;
    return this.readBehind(fold, known ?? absentStream(stream));
  }

  /** The stream as it was when `revision` was its last one. */
  async readUpTo<State>(fold: StreamFold<State>, stream: string, revision: number): Promise<Snapshot<State>> {
    let snapshot: Snapshot<State> = absentStream(stream);
    while (snapshot.revision < revision) {
      const fromRevision = snapshot.revision + 1;
      const maxCount = Math.min(revision - snapshot.revision, LOAD_PAGE_EVENTS_MAX);
      const page = await this.reader.readStream(stream, { fromRevision, maxCount });
      if (page.length === 0) throw new Error(`stream ${stream} ends before revision ${revision}`);
      snapshot = extended(snapshot, fold, page);
    }
    return snapshot;
  }

  /** The snapshot after events that have just been appended to it. */
  extend<State>(fold: StreamFold<State>, before: Snapshot<State>, events: readonly StreamEvent[]): Snapshot<State> {
    const snapshot = extended(before, fold, events);
    this.keep(fold, snapshot);
    return snapshot;
  }

  /** Forgets all. Loads go on, uncached. */
  dispose(): void {
    this.disposed = true;
    this.cache.clear();
  }

  private keep({ version }: StreamFold<unknown>, snapshot: Snapshot): void {
    if (snapshot.state !== undefined && !this.disposed) this.cache.put(version, snapshot);
  }

  private async readBehind<State>(fold: StreamFold<State>, known: Snapshot<State>): Promise<Snapshot<State>> {
    const page = await this.pageBehind(known);
    if (page.length === 0) return known;
    const snapshot = await this.readOn(fold, known, page);
    this.keep(fold, snapshot);
    return snapshot;
  }

  private pageBehind({ stream, revision }: Snapshot): Promise<readonly RecordedEvent[]> {
    return this.reader.readStream(stream, { fromRevision: revision + 1, maxCount: LOAD_PAGE_EVENTS_MAX });
  }

  /** The stream to its end, from its first page behind `from` on. */
  private async readOn<State>(fold: StreamFold<State>, from: Snapshot<State>, first: readonly StreamEvent[]): Promise<Snapshot<State>> {
    const { stream } = from;
    let snapshot = from;
    for (let page = first; ; page = await this.pageBehind(snapshot)) {
      if (snapshot.revision + 1 + page.length > STREAM_EVENTS_MAX) throw new StreamTooLong(stream);
      snapshot = extended(snapshot, fold, page);
      if (page.length < LOAD_PAGE_EVENTS_MAX) return snapshot;
    }
  }
}
