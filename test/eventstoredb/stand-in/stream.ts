import { type LoggedRecord, TOMBSTONE_REVISION, TOMBSTONE_TYPE } from './record.js';

/** One stream: its events by revision, where each id stands, and what was cut off its beginning. */
export class Stream {
  readonly records: LoggedRecord[] = [];
  tombstoned = false;
  private readonly revisions = new Map<string, bigint>();
  private firstVisible = 0n;
  private maxCount: bigint | undefined;

  /** The revision of the newest event; -1 before the first. */
  get lastRevision(): bigint {
    return BigInt(this.records.length) - 1n;
  }

  /** The revision of the oldest event that reads show: what a delete or a limit cut off lies before it. */
  get firstRevision(): bigint {
    const byCount = this.maxCount === undefined ? 0n : this.lastRevision + 1n - this.maxCount;
    return byCount > this.firstVisible ? byCount : this.firstVisible;
  }

  /** Whether a read finds no event at all, for want of one or because they were deleted. */
  get empty(): boolean {
    return this.firstRevision > this.lastRevision;
  }

  nextRevision(type: string): bigint {
    return type === TOMBSTONE_TYPE ? TOMBSTONE_REVISION : this.lastRevision + 1n;
  }

  add(record: LoggedRecord): void {
    if (record.type === TOMBSTONE_TYPE) {
      this.tombstoned = true;
      return;
    }
    this.records.push(record);
    this.revisions.set(record.id, record.revision);
  }

  revisionOf(id: string): bigint | undefined {
    return this.revisions.get(id);
  }

  /** Takes `$tb` (truncate before) and `$maxCount` out of the stream's metadata event. */
  limit({ $tb, $maxCount }: { readonly $tb?: number | undefined; readonly $maxCount?: number | undefined }): void {
    const end = this.lastRevision + 1n;
    if ($tb !== undefined) this.firstVisible = BigInt($tb) > end ? end : BigInt($tb);
    this.maxCount = $maxCount === undefined ? undefined : BigInt($maxCount);
  }
}
