import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Build, DocumentStore, ProjectionRecord } from '@docket/document-store';
import type { EventReader } from '@docket/event-store';
import { BATCH_LIMITS, type BatchLimits } from './batches.js';
import { checkProjections, layoutOf } from './build-layout.js';
import { candidates, isSuperseded, switched } from './build-records.js';
import type { Clock } from './clock.js';
import { Feed } from './feed.js';
import { BATCH_PART_BESIDE_LIVE, LIVE_MS, NEAR_EVENTS_MAX, RECORDS_REFRESH_MS } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { OneAtATime } from './one-at-a-time.js';
import type { OtherPrograms } from './other-programs.js';
import type { Projection } from './projection.js';
import { abandoned, buildsToDrop, buildsToFeed, dropBuild, overtaken, withoutStop, requestRebuild, withWantedBuild } from './rebuild.js';
import { pause, retryDelay } from './retry.js';
import { type Folded, RunningBuild } from './running-build.js';
import { checkSameLog } from './same-log.js';
import type { Tenancy } from './tenancy.js';

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
  readonly onFolded?: (folded: Folded) => void;
  readonly limits?: BatchLimits;
  readonly gatheringMs?: number;
  /** The right to change records. */
  readonly tenancy: Tenancy;
  readonly others: OtherPrograms;
  /** The program has just been started: its version is the one that is wanted. */
  readonly starting: boolean;
  /** Aborts when it must not go on. It is to be stopped then, too. */
  readonly signal: AbortSignal;
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
    // Each build that lags listens to it: as many as there are projections, which is no leak.
    setMaxListeners(0, this.#stopping.signal);
    const { signal } = options;
    if (signal.aborted) this.#stopping.abort();
    else signal.addEventListener('abort', () => this.#stopping.abort(), { signal: this.#stopping.signal });
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
  rebuild(projection: Projection): Promise<string> {
    return this.#records.run(async () => {
      const { documents, logId, clock } = this.#options;
      const { record, build } = await requestRebuild(documents, projection, { logId, now: clock.now() });
      await this.#reconcile(projection, record);
      return build;
    });
  }

  async #begin(): Promise<void> {
    const { clock, projections, tenancy, others, starting } = this.#options;
    const fed: RunningBuild[] = [];
    const serving = new Set<string>();
    for (const projection of projections) {
      const found = await tenancy.begin(projection.name);
      const alone = await others.alone(found, starting);
      for (const build of alone ? abandoned(found, projection) : []) await this.#drop(projection, build);
      const record = await this.#withWantedBuild(projection, alone);
      if (record.serving !== undefined) serving.add(record.serving);
      for (const build of buildsToFeed(record, projection, clock.now())) fed.push(await this.#run(projection, build));
      for (const build of buildsToDrop(record, clock.now())) await this.#drop(projection, build);
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
    const { events, clock, log, gatheringMs = 0 } = this.#options;
    const common = { limits: () => this.#limits, afterBatch: () => this.#afterCommonBatch() };
    const { signal } = this.#stopping;
    const lagging = { limits: () => this.#limitsBesideLive(), afterBatch: async () => this.#options.moved() };
    return new Feed(builds, { events, clock, log, gatheringMs, signal, untilCaughtUp, ...(untilCaughtUp ? lagging : common) });
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
    const { tenancy, clock, log } = this.#options;
    if (!build.active || !this.#common.caughtUp) return;
    try {
      const record = await tenancy.change(build.projection, (present) => switched(present, build.id, clock.now()));
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
   *  the program that started last: one that merely goes on brings its own back only when it has been alone for long. */
  async #refresh(): Promise<void> {
    const { documents, projections, log } = this.#options;
    for (const projection of projections) {
      if (this.#stopping.signal.aborted) return;
      try {
        const record = await documents.readProjection(projection.name);
        await this.#reconcile(projection, await this.#keptUp(projection, record));
      } catch (error) {
        log({ level: 'warn', message: 'its record could not be kept up', projection: projection.name, reason: reasonOf(error) });
      }
    }
    if ([...this.#common.builds].some(({ candidate }) => candidate)) await this.#common.between(() => this.#afterCommonBatch());
  }

  async #keptUp(projection: Projection, record: ProjectionRecord | undefined): Promise<ProjectionRecord> {
    const others = record ? abandoned(record, projection) : [];
    const askOthers = record !== undefined && (others.length > 0 || isSuperseded(record, projection.version));
    const alone = askOthers && (await this.#options.others.alone(record, false));
    for (const build of alone ? others : []) await this.#drop(projection, build);
    return this.#withWantedBuild(projection, alone);
  }

  async #reconcile(projection: Projection, record: ProjectionRecord): Promise<void> {
    const { clock } = this.#options;
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
    for (const build of [...overtaken(record), ...buildsToDrop(record, clock.now())]) await this.#drop(projection, build);
  }

  #drop({ name }: Projection, build: Build): Promise<void> {
    return dropBuild(this.#options.documents, this.#options.tenancy, name, build);
  }

  #dismiss(build: RunningBuild): void {
    build.dismiss();
    this.#running.delete(build.id);
    this.#common.remove(build);
  }

  #withWantedBuild(projection: Projection, alone: boolean): Promise<ProjectionRecord> {
    const { tenancy, logId, clock } = this.#options;
    const begun = { id: randomUUID(), logId, now: clock.now() };
    return tenancy.change(projection.name, (record) => withWantedBuild(record, projection, begun, alone));
  }

  async #run(projection: Projection, build: Build): Promise<RunningBuild> {
    const { documents, tenancy, logId, clock, log, onFolded } = this.#options;
    const record = await tenancy.change(projection.name, (present) => withoutStop(present, build.id));
    const around = { documents, tenancy, logId, clock, log, signal: this.#stopping.signal, ...(onFolded ? { onFolded } : {}) };
    const running = new RunningBuild(layoutOf(projection, build.id), record.builds[build.id] ?? build, around);
    running.candidate = isCandidate(record, build);
    this.#running.set(build.id, running);
    await running.prepare();
    return running;
  }

  /** Work that goes on beside; `stop` waits for it. None of it fails. */
  #background(work: Promise<void>): void {
    const task = work.finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }
}

const isCandidate = (record: ProjectionRecord, build: Build): boolean => candidates(record).some(({ id }) => id === build.id);
