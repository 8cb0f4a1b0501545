import type { DocumentReader } from '@docket/document-store';
import type { Delivery, EventReader, Position } from '@docket/event-store';
import { isStopped, servingBuild } from './build-records.js';
import type { Clock } from './clock.js';
import { reasonOf, type ProjectorLog } from './log.js';
import type { Projection } from './projection.js';
import { pause, retryDelay } from './retry.js';

export interface ProjectedLogOptions {
  readonly log: Pick<EventReader, 'subscribe'>;
  readonly documents: DocumentReader;
  readonly projections: readonly Pick<Projection, 'name'>[];
  readonly clock: Clock;
  readonly complain: ProjectorLog;
}

/** Where Nest's container has the ProjectedLog. */
export const LIVE_LOG = Symbol('docket.LiveLog');

interface Waiting {
  readonly position: Position;
  resolve(): void;
}

/** The log as live updates may tell of it: an event comes when every serving read model has it, never before, so that whoever hears of a change and
 *  asks for it finds it. A projection that an event has stopped is not waited for. */
export class ProjectedLog {
  readonly #options: ProjectedLogOptions;
  readonly #waiting = new Set<Waiting>();
  readonly #closing = new AbortController();
  /** Every read model has at least what stands up to here. */
  #reached: Position = '';
  #unwatch: (() => void) | undefined;
  #reading = false;
  #changed = false;

  constructor(options: ProjectedLogOptions) {
    this.#options = options;
  }

  async *subscribe(after: Position | undefined, signal: AbortSignal): AsyncGenerator<Delivery, void, void> {
    for await (const delivery of this.#options.log.subscribe(after, signal)) {
      const last = delivery.kind === 'events' ? delivery.events.at(-1) : undefined;
      if (last) await this.#untilReached(last.position, signal);
      if (signal.aborted) return;
      yield delivery;
    }
  }

  /** Whoever waits goes on waiting for their own signals only. */
  close(): void {
    this.#closing.abort();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  async #untilReached(position: Position, signal: AbortSignal): Promise<void> {
    if (position <= this.#reached || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.#remove(waiting);
        resolve();
      };
      const waiting: Waiting = { position, resolve: done };
      signal.addEventListener('abort', done);
      this.#waiting.add(waiting);
      this.#unwatch ??= this.#options.documents.watch(() => this.#look());
      this.#look();
    });
  }

  #remove(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    if (this.#waiting.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #look(): void {
    this.#changed = true;
    if (!this.#reading) void this.#read();
  }

  /** Looks at how far the read models are, once for all who wait, and again if there was a change meanwhile. */
  async #read(): Promise<void> {
    this.#reading = true;
    let failures = 0;
    while (this.#changed && this.#waiting.size > 0 && !this.#closing.signal.aborted) {
      this.#changed = false;
      try {
        const least = await this.#leastPosition();
        failures = 0;
        if (least !== undefined) this.#reached = least;
        for (const waiting of [...this.#waiting]) if (least === undefined || waiting.position <= least) waiting.resolve();
      } catch (error) {
        failures += 1;
        this.#options.complain({ level: 'warn', message: 'live updates wait for the documents', reason: reasonOf(error) });
        this.#changed = true;
        await pause(this.#options.clock, retryDelay(failures), this.#closing.signal);
      }
    }
    this.#reading = false;
  }

  /** Undefined: all are stopped. */
  async #leastPosition(): Promise<Position | undefined> {
    let least: Position | undefined;
    let stopped = 0;
    for (const { name } of this.#options.projections) {
      const build = servingBuild(await this.#options.documents.readProjection(name));
      if (!build) continue;
      if (isStopped(build)) {
        stopped += 1;
        continue;
      }
      const position = build.checkpoint?.position ?? '';
      if (least === undefined || position < least) least = position;
    }
    return stopped > 0 ? least : (least ?? '');
  }
}
