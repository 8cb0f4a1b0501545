import {
  DocumentsUnavailable,
  UnknownBuild,
  UnknownCollection,
  type Build,
  type Checkpoint,
  type DocumentStore,
} from '@docket/document-store';
import type { StreamEvent } from '@docket/event-store';
import { applyBatch, checkpointAt, type Applied, type Poison } from './apply-batch.js';
import { withBuildChanged } from './build-records.js';
import type { BuildLayout } from './build-layout.js';
import type { Clock } from './clock.js';
import { REASON_LENGTH_MAX, UNWRITTEN_EVENTS_MAX } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { pause, retryDelay } from './retry.js';
import { Deposed, type Tenancy } from './tenancy.js';

/** Events of a batch that a serving build has folded; what they changed is written. */
export interface Folded {
  readonly projection: string;
  /** Those that the projection takes, in the log's order. */
  readonly events: readonly StreamEvent[];
  /** When it began with the batch, in milliseconds since 1970. */
  readonly beganAt: number;
}

export interface BuildSurroundings {
  readonly documents: DocumentStore;
  readonly tenancy: Tenancy;
  readonly logId: string;
  readonly clock: Clock;
  readonly log: ProjectorLog;
  /** Aborts when the projector is to stop: then nothing is tried again. */
  readonly signal: AbortSignal;
  readonly onFolded?: (folded: Folded) => void;
}

/** One build of a projection as this projector feeds it: how far it has come, and whether it goes on. */
export class RunningBuild {
  readonly layout: BuildLayout;
  /** Is to serve as soon as it has caught up. */
  candidate = false;
  readonly #around: BuildSurroundings;
  #finished: Checkpoint | undefined;
  #unwritten = 0;
  #stopped = false;
  #gone = false;

  constructor(layout: BuildLayout, build: Build, around: BuildSurroundings) {
    this.layout = layout;
    this.#around = around;
    this.#finished = build.checkpoint;
  }

  get id(): string {
    return this.layout.build;
  }

  get projection(): string {
    return this.layout.projection.name;
  }

  /** The last event it has finished with; undefined: none yet. */
  get position(): string | undefined {
    return this.#finished?.position;
  }

  /** False once an event has stopped it, or it has gone from the projection's record. */
  get active(): boolean {
    return !this.#stopped && !this.#gone;
  }

  /** Its record or its documents are gone: somebody has dropped it. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Defines its collections. */
  async prepare(): Promise<void> {
    const { rows, derived } = this.layout;
    await this.#persistently(undefined, async () => {
      for (const { physical, definition } of [...derived, rows]) await this.#around.documents.define(physical, definition);
    });
  }

  /** It is not to be fed any more. */
  dismiss(): void {
    this.#gone = true;
  }

  /** Folds what it has not finished with yet. `more`: further events are at hand, so that a checkpoint without a change may wait.
   *  Never fails: what goes wrong stops this build, or is tried again until the store answers. */
  async take(events: readonly StreamEvent[], more: boolean): Promise<void> {
    if (!this.active) return;
    const fresh = eventsAfter(events, this.position);
    if (fresh.length === 0 && (more || this.#unwritten === 0)) return;
    const writeCheckpoint = !more || this.#unwritten + fresh.length >= UNWRITTEN_EVENTS_MAX;
    const beganAt = this.#around.clock.now();
    const applied = await this.#persistently(fresh[0], () => this.#apply(fresh, writeCheckpoint));
    if (!applied) return;
    if (applied.finished) this.#finished = checkpointAt(applied.finished, this.#around.logId);
    if (applied.written) this.#unwritten = 0;
    else if (applied.finished) this.#unwritten += fresh.length;
    if (this.#around.onFolded && !this.candidate) this.#tellFolded(fresh, beganAt);
    if (applied.poison) await this.#stop(applied.poison);
  }

  /** A build that does not serve folds what others have folded long ago: that is nobody's work any more. */
  #tellFolded(fresh: readonly StreamEvent[], beganAt: number): void {
    const finished = this.position ?? '';
    const events = fresh.filter(({ type, position }) => position <= finished && this.layout.takes.has(type));
    if (events.length > 0) this.#around.onFolded?.({ projection: this.projection, events, beganAt });
  }

  #apply(fresh: readonly StreamEvent[], writeCheckpoint: boolean): Promise<Applied> {
    const { documents, logId } = this.#around;
    return fresh.length === 0 ? this.#writeCheckpoint() : applyBatch(documents, this.layout, fresh, { logId, writeCheckpoint });
  }

  async #writeCheckpoint(): Promise<Applied> {
    if (!this.#finished) return { written: false };
    const checkpoint = { projection: this.projection, build: this.id, checkpoint: this.#finished };
    await this.#around.documents.commit({ writes: [], checkpoint });
    return { written: true };
  }

  /** Again and again while the store is unavailable. Any other failure stops this build and no other: undefined. */
  async #persistently<Result>(event: StreamEvent | undefined, work: () => Promise<Result>): Promise<Result | undefined> {
    const { clock, log, signal } = this.#around;
    for (let failures = 1; ; failures++) {
      try {
        return await work();
      } catch (error) {
        if (await this.#wasDropped(error)) {
          this.#gone = true;
          log({ level: 'warn', message: 'a build was dropped', projection: this.projection, build: this.id, reason: reasonOf(error) });
          return undefined;
        }
        if (error instanceof Deposed) {
          this.#gone = true;
          return undefined;
        }
        if (!(error instanceof DocumentsUnavailable)) {
          if (this.#stopped) this.#cannotRecord(error);
          else await this.#stop(event ? { event, reason: reasonOf(error) } : undefined, error);
          return undefined;
        }
        log({ level: 'warn', message: 'the document store is unavailable', projection: this.projection, reason: reasonOf(error) });
        await pause(clock, retryDelay(failures), signal);
        if (signal.aborted) return undefined;
      }
    }
  }

  /** Loudly, and this build alone. A restart tries again. */
  async #stop(poison: Poison | undefined, error?: unknown): Promise<void> {
    this.#stopped = true;
    const reason = (poison?.reason ?? reasonOf(error)).slice(0, REASON_LENGTH_MAX);
    const position = poison?.event.position ?? this.position ?? '';
    this.#around.log({
      level: 'error',
      message: 'a projection has stopped',
      projection: this.projection,
      build: this.id,
      reason,
      ...(poison ? { event: addressOf(poison.event) } : {}),
    });
    if (poison && this.#unwritten > 0) await this.#persistently(undefined, () => this.#writeCheckpoint());
    await this.#persistently(undefined, () =>
      this.#around.tenancy.change(this.projection, (record) =>
        withBuildChanged(record, this.id, (build) => ({ ...build, stopped: { position, reason } })),
      ),
    );
  }

  /** Another projector has dropped it, or is about to: its documents go first, then its entry in the record. */
  async #wasDropped(error: unknown): Promise<boolean> {
    if (error instanceof UnknownBuild) return true;
    if (!(error instanceof UnknownCollection)) return false;
    const build = (await this.#around.documents.readProjection(this.projection))?.builds[this.id];
    return !build || build.retiredAt !== undefined;
  }

  #cannotRecord(error: unknown): void {
    const message = 'that a projection has stopped could not be recorded';
    this.#around.log({ level: 'error', message, projection: this.projection, build: this.id, reason: reasonOf(error) });
  }
}

const addressOf = ({ position, stream, revision, type, id }: StreamEvent) => ({ position, stream, revision, type, id });

/** What stands behind the position. Events come in order, so mostly all or none are. */
const eventsAfter = (events: readonly StreamEvent[], position: string | undefined): readonly StreamEvent[] => {
  const first = events[0];
  if (!first || position === undefined || first.position > position) return events;
  const from = events.findIndex((event) => event.position > position);
  return from < 0 ? [] : events.slice(from);
};
