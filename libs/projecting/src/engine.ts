import { randomUUID } from 'node:crypto';
import type { Build, DocumentStore, ProjectionRecord } from '@docket/document-store';
import type { EventReader } from '@docket/event-store';
import { BATCH_LIMITS, type BatchLimits } from './batches.js';
import { checkProjections, layoutOf } from './build-layout.js';
import { candidates, changeRecord, servingBuild, switched } from './build-records.js';
import type { Clock } from './clock.js';
import { Feed } from './feed.js';
import { BATCH_PART_BESIDE_LIVE, LIVE_MS, NEAR_EVENTS_MAX, RECORDS_REFRESH_MS } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { OneAtATime } from './one-at-a-time.js';
import type { Projection } from './projection.js';
import {
  abandoned,
  buildsToDrop,
  buildsToFeed,
  dropBuild,
  overtaken,
  withoutStop,
  withRebuild,
  withWantedBuild,
  type NewBuild,
} from './rebuild.js';
import { pause, retryDelay } from './retry.js';
import { RunningBuild } from './running-build.js';
import { checkSameLog } from './same-log.js';

export interface EngineOptions {
  readonly events: EventReader;
  readonly documents: DocumentStore;
  readonly projections: readonly Projection[];
  /** Of the log that `events` reads. */
  readonly logId: string;
  readonly clock: Clock;
  readonly log: ProjectorLog;
  /** Called after each batch and each switch: it is time to look at the progress. */
  moved(): void;
  readonly limits?: BatchLimits;
}

/** Folds the log into the documents of all projections: one reader for all builds that are near the log's head, one of its own for each
 *  build that lags, until it joins the others. A store may have several engines at once. */
export class ProjectionEngine {
  readonly #options: EngineOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, RunningBuild>();
  readonly #records = new OneAtATime();
  readonly #tasks = new Set<Promise<void>>();
  #common: Feed;
  #callOffRefresh: () => void = () => undefined;

  private constructor(options: EngineOptions) {
    this.#options = options;
    this.#common = this.#feed([], false);
  }

  /** Fails with LogMismatch where the documents come from another log. Does not wait for any projection's lag. */
  static async start(options: EngineOptions): Promise<ProjectionEngine> {
    const { documents, events, projections, logId } = options;
    checkProjections(projections);
    const names = projections.map(({ name }) => name);
    await checkSameLog(documents, events, names, logId);
    const engine = new ProjectionEngine(options);
    await engine.#begin();
    return engine;
  }

  /** Finishes the batch that is being folded, commits it, and ends. The stores stay open. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#callOffRefresh();
    await this.#records.run(async () => undefined);
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Begins to build a projection anew beside its serving build, which goes on serving until the new one has caught up. Gives the new
   *  build's id (of the one on its way, where there is one). */
  rebuild(name: string): Promise<string> {
    const projection = this.#options.projections.find((each) => each.name === name);
    if (!projection) return Promise.reject(new Error(`there is no projection ${name}`));
    return this.#records.run(async () => {
      const { documents } = this.#options;
      const record = await changeRecord(documents, name, (present) => withRebuild(present, projection, this.#newBuild()));
      for (const build of overtaken(record)) await dropBuild(documents, name, build);
      await this.#reconcile(projection, record);
      const onItsWay = candidates(record).find(({ id }) => this.#running.get(id)?.active) ?? { id: record.serving ?? '' };
      return onItsWay.id;
    });
  }

  async #begin(): Promise<void> {
    const { documents, clock, projections } = this.#options;
    const fed: RunningBuild[] = [];
    const serving = new Set<string>();
    for (const projection of projections) {
      const found = await documents.readProjection(projection.name);
      for (const build of found ? abandoned(found, projection) : []) await dropBuild(documents, projection.name, build);
      const record = await this.#withWantedBuild(projection);
      if (record.serving !== undefined) serving.add(record.serving);
      for (const build of buildsToFeed(record, projection, clock.now())) fed.push(await this.#run(projection, build));
      for (const build of buildsToDrop(record, clock.now())) await dropBuild(documents, projection.name, build);
    }
    const near = await this.#nearTheFurthest(fed, serving);
    this.#common = this.#feed([...near], false);
    this.#background(this.#common.run());
    for (const build of fed) if (!near.has(build)) this.#background(this.#catchUp(build));
    this.#scheduleRefresh();
  }

  /** Those that the build furthest ahead need not wait for (of the serving ones, where any is fed). */
  async #nearTheFurthest(builds: readonly RunningBuild[], serving: ReadonlySet<string>): Promise<ReadonlySet<RunningBuild>> {
    const { events } = this.#options;
    const leading = builds.filter(({ id }) => serving.has(id));
    const behind = new Map<RunningBuild, number>();
    for (const build of builds) behind.set(build, await events.eventsAfter(build.position));
    const furthest = Math.min(...(leading.length > 0 ? leading : builds).map((build) => behind.get(build) ?? 0));
    return new Set(builds.filter((build) => (behind.get(build) ?? 0) - furthest <= NEAR_EVENTS_MAX));
  }

  #feed(builds: readonly RunningBuild[], untilCaughtUp: boolean): Feed {
    const { events, clock, log } = this.#options;
    const common = { limits: () => this.#limits, afterBatch: () => this.#afterCommonBatch() };
    const lagging = { limits: () => this.#limitsBesideLive(), afterBatch: async () => this.#options.moved() };
    return new Feed(builds, { events, clock, log, signal: this.#stopping.signal, untilCaughtUp, ...(untilCaughtUp ? lagging : common) });
  }

  get #limits(): BatchLimits {
    return this.#options.limits ?? BATCH_LIMITS;
  }

  #limitsBesideLive(): BatchLimits {
    const live = this.#common.caughtUp && this.#options.clock.now() - this.#common.tookAt < LIVE_MS;
    const { events, bytes } = this.#limits;
    return live ? { events: Math.ceil(events * BATCH_PART_BESIDE_LIVE), bytes: bytes * BATCH_PART_BESIDE_LIVE } : this.#limits;
  }

  async #afterCommonBatch(): Promise<void> {
    for (const build of this.#common.builds) if (build.candidate) await this.#trySwitch(build);
    this.#options.moved();
  }

  /** A reader of its own until it has come to the head; then it joins the others, and may serve. */
  async #catchUp(build: RunningBuild): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#stopping;
    await this.#feed([build], true).run();
    for (let failures = 1; build.active && !signal.aborted; failures++) {
      try {
        await this.#common.admit(build);
        await this.#common.between(() => this.#afterCommonBatch());
        return;
      } catch (error) {
        log({
          level: 'warn',
          message: 'a build could not join yet',
          projection: build.projection,
          build: build.id,
          reason: reasonOf(error),
        });
        await pause(clock, retryDelay(failures), signal);
      }
    }
  }

  /** Lets a candidate serve that has caught up. What does not work now is tried again after the next batch. */
  async #trySwitch(build: RunningBuild): Promise<void> {
    const { documents, clock, log } = this.#options;
    if (!build.active || !this.#common.caughtUp) return;
    try {
      const record = await changeRecord(documents, build.projection, (present) => switched(present, build.id, clock.now()));
      if (record.serving !== build.id) return;
      build.candidate = false;
      log({ level: 'info', message: 'a new build serves', projection: build.projection, build: build.id });
    } catch (error) {
      log({
        level: 'warn',
        message: 'a build could not take over yet',
        projection: build.projection,
        build: build.id,
        reason: reasonOf(error),
      });
    }
  }

  #scheduleRefresh(): void {
    this.#callOffRefresh = this.#options.clock.wakeAfter(RECORDS_REFRESH_MS, () => {
      this.#background(
        this.#records
          .run(() => this.#refresh())
          .finally(() => {
            if (!this.#stopping.signal.aborted) this.#scheduleRefresh();
          }),
      );
    });
  }

  /** Looks at the records: what other projectors have begun, switched or dropped, and what has expired. Which version is wanted is said by
   *  the projector that started last: one that merely goes on does not bring its own back. */
  async #refresh(): Promise<void> {
    const { documents, projections, log } = this.#options;
    for (const projection of projections) {
      if (this.#stopping.signal.aborted) return;
      try {
        const record = await documents.readProjection(projection.name);
        const served = servingBuild(record) !== undefined;
        await this.#reconcile(projection, record && served ? record : await this.#withWantedBuild(projection));
      } catch (error) {
        log({ level: 'warn', message: 'its record could not be kept up', projection: projection.name, reason: reasonOf(error) });
      }
    }
    if ([...this.#common.builds].some(({ candidate }) => candidate)) await this.#common.between(() => this.#afterCommonBatch());
  }

  async #reconcile(projection: Projection, record: ProjectionRecord): Promise<void> {
    const { documents, clock } = this.#options;
    const fed = buildsToFeed(record, projection, clock.now());
    const kept = new Set(fed.map(({ id }) => id));
    for (const running of [...this.#running.values()]) {
      if (running.projection === projection.name && (!kept.has(running.id) || running.gone)) this.#dismiss(running);
    }
    for (const build of fed) {
      const running = this.#running.get(build.id);
      if (running) running.candidate = isCandidate(record, build);
      else this.#background(this.#catchUp(await this.#run(projection, build)));
    }
    for (const build of buildsToDrop(record, clock.now())) await dropBuild(documents, projection.name, build);
  }

  #dismiss(build: RunningBuild): void {
    build.dismiss();
    this.#running.delete(build.id);
    this.#common.remove(build);
  }

  #withWantedBuild(projection: Projection): Promise<ProjectionRecord> {
    return changeRecord(this.#options.documents, projection.name, (record) => withWantedBuild(record, projection, this.#newBuild()));
  }

  async #run(projection: Projection, build: Build): Promise<RunningBuild> {
    const { documents, logId, clock, log } = this.#options;
    const record = await changeRecord(documents, projection.name, (present) => withoutStop(present, build.id));
    const around = { documents, logId, clock, log, signal: this.#stopping.signal };
    const running = new RunningBuild(layoutOf(projection, build.id), record.builds[build.id] ?? build, around);
    running.candidate = isCandidate(record, build);
    this.#running.set(build.id, running);
    await running.prepare();
    return running;
  }

  #newBuild(): NewBuild {
    const { logId, clock } = this.#options;
    return { id: randomUUID(), logId, now: clock.now() };
  }

  /** Work that goes on beside; `stop` waits for it. None of it fails. */
  #background(work: Promise<void>): void {
    const task = work.finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }
}

const isCandidate = (record: ProjectionRecord, build: Build): boolean => candidates(record).some(({ id }) => id === build.id);
