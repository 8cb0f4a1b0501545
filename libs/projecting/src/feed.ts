import type { EventReader, RecordedEvent } from '@docket/event-store';
import { Batches, nextTurn, type Batch, type BatchLimits } from './batches.js';
import type { Clock } from './clock.js';
import { LIVE_GATHERING_EVENTS } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { OneAtATime } from './one-at-a-time.js';
import { pause, retryDelay } from './retry.js';
import type { RunningBuild } from './running-build.js';

export interface FeedOptions {
  readonly events: EventReader;
  readonly clock: Clock;
  readonly log: ProjectorLog;
  /** Aborts when the projector is to stop; the batch that is being folded is finished first. */
  readonly signal: AbortSignal;
  /** End as soon as the reader has come to the log's head, or no build goes on. */
  readonly untilCaughtUp: boolean;
  /** Called after each batch, before the next one. */
  afterBatch(): Promise<void>;
  /** Asked before each batch. */
  limits(): BatchLimits;
  /** Least time from the beginning of a live batch of many events (LIVE_GATHERING_EVENTS) to that of the next one. */
  readonly gatheringMs: number;
}

/** One reader of the log, and the builds that it feeds, each batch to one after the other (so that memory holds one build's documents). */
export class Feed {
  readonly #options: FeedOptions;
  readonly #builds = new Set<RunningBuild>();
  readonly #turns = new OneAtATime();
  #position: string | undefined;
  #caughtUp = false;
  #tookAt = -Infinity;

  /** The reader starts after the least of the builds' positions; each build skips what it has finished with. */
  constructor(builds: readonly RunningBuild[], options: FeedOptions) {
    this.#options = options;
    for (const build of builds) this.#builds.add(build);
    this.#position = leastPosition(builds);
  }

  get builds(): ReadonlySet<RunningBuild> {
    return this.#builds;
  }

  /** Everything up to here has been folded into all builds. */
  get position(): string | undefined {
    return this.#position;
  }

  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  /** When it last took events (milliseconds since 1970). */
  get tookAt(): number {
    return this.#tookAt;
  }

  /** Reads and folds until the signal aborts, or the head is reached where that is asked for. Never fails: reads again after a failure. */
  async run(): Promise<void> {
    const { clock, log, signal } = this.#options;
    let failures = 0;
    while (!this.#ends()) {
      const before = this.#position;
      const reason = await this.#read().then(() => 'the subscription ended', reasonOf);
      if (this.#ends()) return;
      failures = this.#position === before ? failures + 1 : 1;
      log({ level: 'warn', message: 'reading the log is interrupted', reason });
      await pause(clock, retryDelay(failures), signal);
    }
  }

  /** Lets a build of another reader join. What it still lacks is read for it here, so it misses nothing and joins for certain. */
  async admit(build: RunningBuild): Promise<void> {
    await this.between(async () => {
      await this.#bringUp(build);
      this.#builds.add(build);
    });
  }

  /** Runs between two batches: no build moves meanwhile. */
  between<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run(work);
  }

  remove(build: RunningBuild): boolean {
    return this.#builds.delete(build);
  }

  async #read(): Promise<void> {
    const { events, signal } = this.#options;
    const ended = new AbortController();
    const end = (): void => ended.abort();
    signal.addEventListener('abort', end);
    let batches: Batches | undefined;
    try {
      batches = new Batches(events.subscribe(this.#position, ended.signal), () => this.#options.limits());
      while (!this.#ends()) {
        const batch = await batches.next();
        if (!batch) return;
        const began = this.#options.clock.now();
        await this.#take(batch);
        // Stores that answer at once would let a long catching up keep everything else from its turn.
        await nextTurn();
        if (batch.caughtUp && !batch.more && batch.events.length >= LIVE_GATHERING_EVENTS) await this.#gather(began);
      }
    } finally {
      signal.removeEventListener('abort', end);
      ended.abort();
      batches?.end();
    }
  }

  #ends(): boolean {
    const { signal, untilCaughtUp } = this.#options;
    return signal.aborted || (untilCaughtUp && (this.#caughtUp || ![...this.#builds].some(({ active }) => active)));
  }

  #take(batch: Batch): Promise<void> {
    return this.between(async () => {
      for (const build of this.#builds) await build.take(batch.events, batch.more);
      this.#position = batch.events.at(-1)?.position ?? this.#position;
      this.#caughtUp ||= batch.caughtUp;
      if (batch.events.length > 0) this.#tookAt = this.#options.clock.now();
      await this.#options.afterBatch();
    });
  }

  /** Lets more events come together before the next batch. */
  async #gather(began: number): Promise<void> {
    const { clock, gatheringMs, signal } = this.#options;
    const left = Math.min(began + gatheringMs - clock.now(), gatheringMs);
    if (left > 0 && !this.#ends()) await pause(clock, left, signal);
  }

  async #bringUp(build: RunningBuild): Promise<void> {
    const { events, signal } = this.#options;
    const target = this.#position ?? '';
    while (build.active && !signal.aborted && (build.position ?? '') < target) {
      const page: readonly RecordedEvent[] = await events.readAll(build.position === undefined ? {} : { after: build.position });
      if (page.length === 0) return;
      await build.take(page, false);
    }
  }
}

const leastPosition = (builds: readonly RunningBuild[]): string | undefined => {
  let least: string | undefined;
  for (const { position } of builds) {
    if (position === undefined) return undefined;
    if (least === undefined || position < least) least = position;
  }
  return least;
};
