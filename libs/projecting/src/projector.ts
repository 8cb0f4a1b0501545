import type { DocumentStore } from '@docket/document-store';
import { type EventReader, type EventType, liftedEvents } from '@docket/event-store';
import type { BatchLimits } from './batches.js';
import { checkProjections } from './build-layout.js';
import type { Clock } from './clock.js';
import { PROGRESS_INTERVAL_MS } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { readProgress, type ProjectionProgress } from './progress.js';
import type { Projection } from './projection.js';
import { ProjectorDuty } from './projector-duty.js';
import { requestRebuild } from './rebuild.js';
import type { Folded } from './running-build.js';
import { checkSameLog } from './same-log.js';

export interface ProjectorOptions {
  readonly events: EventReader;
  /** The types of the events: what is folded is lifted to their present versions. */
  readonly eventTypes: readonly EventType[];
  readonly documents: DocumentStore;
  readonly projections: readonly Projection[];
  /** Of the log that `events` reads. */
  readonly logId: string;
  readonly clock: Clock;
  readonly log: ProjectorLog;
  /** Who this is among the projectors that live at once: no other one has this name. One that is begun again after its death
   *  goes on at once. Default: a new one. */
  readonly holder?: string;
  /** Told whether it works, or stands by while another one does. */
  onDuty?(works: boolean): void;
  /** Told of the progress when there is some, at most once in PROGRESS_INTERVAL_MS. */
  onProgress?(progress: readonly ProjectionProgress[]): void;
  /** Told of what a serving build has just taken. Must not fail. */
  readonly onFolded?: (folded: Folded) => void;
  /** Bounds of a batch; by default BATCH_EVENTS_MAX and BATCH_BYTES_MAX. */
  readonly limits?: BatchLimits;
  /** Least milliseconds from the beginning of a live batch of many events to that of the next one. Default: 0, what comes is taken at once. */
  readonly gatheringMs?: number;
}

/** What runs in a projector's thread or process. All that goes in and out is plain data. */
export interface Projector {
  /** Asks for a projection to be built anew beside the serving build; gives the new build's id. What becomes of it: `progress`. */
  rebuild(projection: string): Promise<string>;
  progress(): Promise<readonly ProjectionProgress[]>;
  /** Finishes the batch that is being folded, commits it, and ends. The stores stay open; they belong to the caller. */
  stop(): Promise<void>;
}

/** Starts to fold the log into the projections' documents, or to stand by while another projector of this program does. It resolves when the start was sound, not
 *  when the projections have caught up. Fails with LogMismatch where the documents were made from another log. */
export const startProjector = async (options: ProjectorOptions): Promise<Projector> => {
  const { documents, eventTypes, projections, logId, clock } = options;
  const events = liftedEvents(options.events, eventTypes);
  checkProjections(projections);
  await checkSameLog(
    documents,
    events,
    projections.map(({ name }) => name),
    logId,
  );
  const reports = new ProgressReports(options);
  const duty = await ProjectorDuty.begin({ ...options, events, moved: () => reports.moved() });
  return {
    rebuild: async (name) => {
      const projection = projections.find((each) => each.name === name);
      if (!projection) throw new Error(`there is no projection ${name}`);
      const { engine } = duty;
      return engine ? engine.rebuild(projection) : (await requestRebuild(documents, projection, { logId, now: clock.now() })).build;
    },
    progress: () => readProgress(options),
    stop: async () => {
      await duty.stop();
      reports.end();
    },
  };
};

/** Tells of progress now and then: what moves many times within an interval is told once, after it. */
class ProgressReports {
  readonly #options: ProjectorOptions;
  #callOff: (() => void) | undefined;
  #toldAt = -Infinity;
  #ended = false;

  constructor(options: ProjectorOptions) {
    this.#options = options;
  }

  moved(): void {
    if (!this.#options.onProgress || this.#callOff || this.#ended) return;
    const { clock } = this.#options;
    this.#callOff = clock.wakeAfter(Math.max(0, this.#toldAt + PROGRESS_INTERVAL_MS - clock.now()), () => {
      this.#callOff = undefined;
      this.#toldAt = clock.now();
      void this.#tell();
    });
  }

  end(): void {
    this.#ended = true;
    this.#callOff?.();
  }

  async #tell(): Promise<void> {
    try {
      const progress = await readProgress(this.#options);
      if (!this.#ended) this.#options.onProgress?.(progress);
    } catch (error) {
      this.#options.log({ level: 'warn', message: 'the progress could not be read', reason: reasonOf(error) });
    }
  }
}
