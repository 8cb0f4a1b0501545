import { createHash, randomUUID } from 'node:crypto';
import { DocumentsUnavailable } from '@docket/document-store';
import { StoreUnavailable } from '@docket/event-store';
import { ProjectionEngine } from './engine.js';
import { reasonOf } from './log.js';
import { OtherPrograms } from './other-programs.js';
import type { Projection } from './projection.js';
import type { ProjectorOptions } from './projector.js';
import { type HeldLease, ProjectorLease } from './projector-lease.js';
import { pause, persistently, retryDelay } from './retry.js';
import { Deposed, Tenancy } from './tenancy.js';

/** Projectors that fold the same versions of the same projections take turns by this lease. Those of another program work beside them, and feed the builds that
 *  only they know how to fold. */
export const leaseOf = (projections: readonly Projection[]): string => {
  const program = projections.map(({ name, version }) => JSON.stringify([name, version])).sort();
  return `projector-${createHash('sha256').update(program.join()).digest('hex').slice(0, 16)}`;
};

/** Works while the lease is this projector's, and stands by while it is another one's. */
export class ProjectorDuty {
  readonly #options: ProjectorOptions & { moved(): void };
  readonly #stopping = new AbortController();
  readonly #lease: ProjectorLease;
  readonly #name: string;
  readonly #others: OtherPrograms;
  #engine: ProjectionEngine | undefined;
  #ended: Promise<void> = Promise.resolve();
  #starting = true;

  private constructor(options: ProjectorOptions & { moved(): void }) {
    this.#options = options;
    this.#name = leaseOf(options.projections);
    const { documents, holder = randomUUID(), clock, log } = options;
    this.#lease = new ProjectorLease({ documents, name: this.#name, holder, clock, log, signal: this.#stopping.signal });
    this.#others = new OtherPrograms({ documents, clock, lease: this.#name, holder });
  }

  /** Resolves when it works or stands by. Fails as the engine's start does. */
  static async begin(options: ProjectorOptions & { moved(): void }): Promise<ProjectorDuty> {
    const duty = new ProjectorDuty(options);
    await new Promise<void>((resolve, reject) => {
      duty.#ended = duty.#run(resolve).catch(reject);
    });
    return duty;
  }

  /** undefined while it stands by. */
  get engine(): ProjectionEngine | undefined {
    return this.#engine;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(begun: () => void): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.#workAsHolder(begun);
        failures = 0;
      } catch (error) {
        if (this.#starting) throw error;
        // Nobody is left to hear of it, and nobody else would go on.
        this.#is(false, begun);
        log({ level: 'error', message: 'the projector was interrupted', reason: reasonOf(error) });
        await pause(clock, retryDelay(++failures), signal);
      }
    }
  }

  /** Waits for the lease, works as long as it has it, and gives it back. */
  async #workAsHolder(begun: () => void): Promise<void> {
    const held = await this.#lease.take(() => this.#is(false, begun));
    if (!held) return;
    try {
      await this.#work(held, begun);
    } finally {
      await held.release();
    }
  }

  async #work({ term, lost }: HeldLease, begun: () => void): Promise<void> {
    const ends = either(lost, this.#stopping.signal);
    const engine = await this.#startEngine(term, ends);
    if (!engine) return;
    this.#engine = engine;
    this.#is(true, begun);
    await aborted(ends);
    this.#engine = undefined;
    await engine.stop();
  }

  /** Until it has succeeded or the signal aborts. What stands in the way at the program's start, other than a store that is away, fails the start. */
  async #startEngine(term: number, signal: AbortSignal): Promise<ProjectionEngine | undefined> {
    const { documents, clock, log } = this.#options;
    const tenancy = new Tenancy(documents, this.#name, term);
    const start = (): Promise<ProjectionEngine> =>
      ProjectionEngine.start({ ...this.#options, tenancy, others: this.#others, starting: this.#starting, signal });
    return persistently(start, {
      clock,
      signal,
      passes: (error) => !this.#starting || isPassing(error),
      failed: (error) =>
        log({ level: isPassing(error) ? 'warn' : 'error', message: 'the projector could not begin to work', reason: reasonOf(error) }),
    });
  }

  /** Whoever has stood by once goes on where another one was: it does not bring its own version back as a start does. */
  #is(working: boolean, begun: () => void): void {
    this.#starting = false;
    this.#options.onDuty?.(working);
    begun();
  }
}

/** Whoever is deposed hears of it from the lease too. */
const isPassing = (error: unknown): boolean =>
  error instanceof DocumentsUnavailable || error instanceof StoreUnavailable || error instanceof Deposed;

/** Aborts as soon as one of them does. */
const either = (...signals: readonly AbortSignal[]): AbortSignal => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort();
    else signal.addEventListener('abort', () => controller.abort(), { once: true });
  }
  return controller.signal;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
