import { APPEND_BYTES_MAX, APPEND_EVENTS_MAX, InvalidEvent, TooLarge, WrongExpectedRevision, logToHead } from '@docket/event-store';
import type { EventStore, ExportedAt, ExportedEvent, LogExport, Position, RecordedEvent } from '@docket/event-store';
import { appendSurely, waitFor } from './append-surely.js';
import type { Wait } from './append-surely.js';
import type { LogOpened } from './event-types.js';
import { LOG_STREAM, assertSecretOf } from './open-log.js';

/** An export can't be restored into this log: one line that says why, and where in the export. */
export class CannotRestore extends Error {
  override readonly name = 'CannotRestore';
}

export interface RestoreOptions {
  readonly store: Pick<EventStore, 'append' | 'subscribe'>;
  /** Read from its beginning. */
  readonly exported: Pick<LogExport, 'header' | 'events'>;
  /** The one that the exported log was opened with: ids that are derived from it stand in the events. */
  readonly secret: string;
  /** Ends the restore between two appends. */
  readonly signal: AbortSignal;
  /** How to wait before an append of unknown outcome is sent again. Default: by the machine's clock. */
  readonly wait?: Wait;
  /** Told of the bytes of the export that are done. */
  readonly onProgress?: (bytes: number, restored: Restored) => void;
}

/** What a restore has done. */
export interface Restored {
  readonly logId: string;
  /** Events that the log held already, from a restore that was broken off. */
  readonly before: number;
  /** Events that were written. */
  readonly events: number;
  /** False: it was stopped before the end. */
  readonly complete: boolean;
}

/** Writes an export into a log that has never been opened: every event at its revision, in the export's order, with its id, times and digest. One append goes
 *  after the other, so that the order is kept; so whenever it is broken off, the log holds a beginning of the export, and the same call goes on behind it.
 *  Fails with CannotRestore, with BrokenExport (nothing that stands behind the damage is written), with WrongSecret, and as `execute` does. */
export const restore = async (options: RestoreOptions): Promise<Restored> => new Restoration(options).run();

/** Reads the beginning of an export, and fails as `restore` would where it is none of the log that this secret belongs to. Nothing is asked of a store. */
export const checkExport = async (exported: RestoreOptions['exported'], secret: string): Promise<void> => {
  for await (const [first] of exported.events()) {
    if (first) return checkOpening(exported.header.logId, first, secret);
  }
  throw new CannotRestore('it has no events');
};

const checkOpening = (logId: string, { event: { stream, revision, type, data }, line }: ExportedAt, secret: string): void => {
  const opened: Partial<LogOpened['data']> = data;
  const { secretCheck } = opened;
  const opens = stream === LOG_STREAM && revision === 0 && type === 'LogOpened' && opened.logId === logId && secretCheck !== undefined;
  if (!opens) throw new CannotRestore(`line ${line}: an export begins with the event that opened its log, ${logId}`);
  assertSecretOf({ logId, secretCheck }, secret);
};

class Restoration {
  private readonly logId: string;
  private readonly present: PresentEvents;
  private group: ExportedAt[] = [];
  private groupBytes = 0;
  private last: Position = '';
  private before = 0;
  private written = 0;

  constructor(private readonly options: RestoreOptions) {
    this.logId = options.exported.header.logId;
    this.present = new PresentEvents(logToHead(options.store, undefined, new AbortController().signal));
  }

  async run(): Promise<Restored> {
    const { exported, signal } = this.options;
    let isFirst = true;
    try {
      for await (const page of exported.events()) {
        for (const at of page) {
          if (isFirst) checkOpening(this.logId, at, this.options.secret);
          isFirst = false;
          if (signal.aborted) return this.restored(false);
          await this.take(at);
        }
      }
      await this.flush();
      await this.checkEnd();
      return this.restored(true);
    } finally {
      await this.present.close();
    }
  }

  private restored(complete: boolean): Restored {
    return { logId: this.logId, before: this.before, events: this.written, complete };
  }

  /** An event that the log holds is compared, any other one is written with its neighbours. */
  private async take(at: ExportedAt): Promise<void> {
    const there = await this.present.next();
    if (!there) return this.collect(at);
    if (there.digest !== at.event.digest) throw differs(at, there);
    this.last = there.position;
    this.before += 1;
    this.options.onProgress?.(at.end, this.restored(false));
  }

  private async collect(at: ExportedAt): Promise<void> {
    if (!this.fits(at)) await this.flush();
    this.group.push(at);
    this.groupBytes += at.bytes;
  }

  private fits({ event: { id, stream, revision }, bytes }: ExportedAt): boolean {
    const before = this.group.at(-1)?.event;
    if (!before) return true;
    const follows = before.stream === stream && before.revision + 1 === revision;
    const hasRoom = this.group.length < APPEND_EVENTS_MAX && this.groupBytes + bytes <= APPEND_BYTES_MAX;
    // Two of one append may not have the same id; two of a stream may.
    return follows && hasRoom && !this.group.some(({ event }) => event.id === id);
  }

  private async flush(): Promise<void> {
    const { store, wait = waitFor, onProgress } = this.options;
    const [first] = this.group;
    const end = this.group.at(-1);
    if (!first || !end) return;
    const { stream, revision } = first.event;
    const events = this.group.map(({ event: { id, type, data, metadata } }) => ({ id, type, data, metadata }));
    try {
      const appended = await appendSurely(store, wait, stream, events, revision === 0 ? 'none' : revision - 1);
      // What was written before under the same ids is taken for the same append.
      if (appended.revision !== end.event.revision || appended.position <= this.last) throw doubled(first);
      this.last = appended.position;
    } catch (error) {
      throw this.refused(error, first);
    }
    this.written += this.group.length;
    this.group = [];
    this.groupBytes = 0;
    onProgress?.(end.end, this.restored(false));
  }

  private refused(error: unknown, first: ExportedAt): unknown {
    if (error instanceof WrongExpectedRevision) return this.last === '' ? openedAlready() : gap(first, error.actual);
    if (error instanceof InvalidEvent || error instanceof TooLarge)
      return new CannotRestore(`line ${first.line}: no log can hold it: ${error.message}`, { cause: error });
    return error;
  }

  private async checkEnd(): Promise<void> {
    const beyond = await this.present.next();
    if (beyond)
      throw new CannotRestore(
        `the log goes on behind the end of the export, with ${addressOf(beyond)}: it is restored, and has been used since`,
      );
  }
}

/** What the log held when the restore began, one event after the other. */
class PresentEvents {
  private page: readonly RecordedEvent[] = [];
  private at = 0;
  private ended = false;

  constructor(private readonly pages: AsyncGenerator<readonly RecordedEvent[], void, void>) {}

  /** undefined: there are no more. */
  async next(): Promise<RecordedEvent | undefined> {
    while (this.at === this.page.length && !this.ended) {
      const { value, done } = await this.pages.next();
      this.page = value ?? [];
      this.at = 0;
      this.ended = done ?? false;
    }
    return this.page[this.at++];
  }

  async close(): Promise<void> {
    await this.pages.return();
  }
}

const addressOf = ({ stream, revision, position }: RecordedEvent): string => `${stream}, revision ${revision} (position ${position})`;

const openedAlready = (): CannotRestore =>
  new CannotRestore('the log has been opened already, by a start or from another export: an export is restored into a log that is empty');

const differs = ({ line }: ExportedAt, there: RecordedEvent): CannotRestore =>
  line === 2
    ? openedAlready()
    : new CannotRestore(`line ${line}: the log has another event in its place, ${addressOf(there)}: it has been used since it was opened`);

const gap = ({ event: { stream, revision }, line }: { readonly event: ExportedEvent; readonly line: number }, actual: number | 'none') =>
  new CannotRestore(
    `line ${line}: it is revision ${revision} of ${stream}, of which the log ${actual === 'none' ? 'has none' : `ends with revision ${actual}`}`,
  );

const doubled = ({ event: { stream, revision }, line }: ExportedAt): CannotRestore =>
  new CannotRestore(`line ${line}: the log holds revision ${revision} of ${stream} already, before the event in front of it`);
