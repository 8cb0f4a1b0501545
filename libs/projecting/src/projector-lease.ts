import { DocumentsUnavailable, type DocumentStore, type Lease } from '@docket/document-store';
import type { Clock } from './clock.js';
import { LEASE_EXPIRES_MS, LEASE_LOOK_MS, LEASE_LOST_MS, LEASE_RENEW_MS } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { pause } from './retry.js';

export interface ProjectorLeaseOptions {
  readonly documents: Pick<DocumentStore, 'readLease' | 'compareAndSetLease'>;
  readonly name: string;
  /** Who asks for it. No two that live at once have the same name, so one that finds its own name in the lease goes on at once. */
  readonly holder: string;
  readonly clock: Clock;
  readonly log: ProjectorLog;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** A lease that was taken. */
export interface HeldLease {
  /** Greater than that of whoever held it before. */
  readonly term: number;
  /** Aborts when another has taken it, or may have. */
  readonly lost: AbortSignal;
  /** Gives it back, so that another need not wait for its expiry. Does nothing where it is lost. */
  release(): Promise<void>;
}

/** One of several has it; it only saves work, so a store that lets two believe that they have it does no harm. Nobody compares clocks: the holder raises the
 *  fence again and again, and whoever waits takes the lease once the fence has stood still for LEASE_EXPIRES_MS by its own timers. */
export class ProjectorLease {
  readonly #options: ProjectorLeaseOptions;

  constructor(options: ProjectorLeaseOptions) {
    this.#options = options;
  }

  /** Waits until it is this one's. undefined: the signal aborted first. `waits` is called when another has it. */
  async take(waits: () => void): Promise<HeldLease | undefined> {
    const { holder, clock, signal } = this.#options;
    const standstill = new Standstill(clock);
    while (!signal.aborted) {
      const lease = await this.#look();
      if (lease) {
        if (lease.holder === undefined || lease.holder === holder || standstill.of(lease.fence)) {
          const held = await this.#takeFrom(lease);
          if (held) {
            standstill.end();
            return held;
          }
        }
      }
      waits();
      await pause(clock, LEASE_LOOK_MS, signal);
    }
    standstill.end();
    return undefined;
  }

  /** undefined: the store is away, and nothing is known. */
  async #look(): Promise<Lease | undefined> {
    try {
      return await this.#options.documents.readLease(this.#options.name);
    } catch (error) {
      if (!(error instanceof DocumentsUnavailable)) throw error;
      this.#options.log({ level: 'warn', message: 'the document store is unavailable', reason: reasonOf(error) });
      return undefined;
    }
  }

  async #takeFrom({ fence }: Lease): Promise<HeldLease | undefined> {
    const { documents, name, holder } = this.#options;
    const taken = await documents.compareAndSetLease(name, fence, holder).catch((error: unknown) => {
      if (!(error instanceof DocumentsUnavailable)) throw error;
      return false;
    });
    return taken ? new Tenure(this.#options, fence + 1) : undefined;
  }
}

/** Tells how long a fence has stood still, by timers: they go on while a machine's clock is set, and after a process has been paused they are all late together. */
class Standstill {
  #fence: number | undefined;
  #expired = false;
  #callOff: () => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  /** True: it has been this fence, and no other, for LEASE_EXPIRES_MS. */
  of(fence: number): boolean {
    if (fence === this.#fence) return this.#expired;
    this.end();
    this.#fence = fence;
    this.#expired = false;
    this.#callOff = this.clock.wakeAfter(LEASE_EXPIRES_MS, () => (this.#expired = true));
    return false;
  }

  end(): void {
    this.#callOff();
  }
}

/** Renews the lease until it is lost or given back. */
class Tenure implements HeldLease {
  readonly #options: ProjectorLeaseOptions;
  readonly #lost = new AbortController();
  #fence: number;
  #ended = false;
  #renewing: Promise<void> = Promise.resolve();
  #callOffRenewal: () => void = () => undefined;
  #callOffLoss: () => void = () => undefined;

  constructor(
    options: ProjectorLeaseOptions,
    readonly term: number,
  ) {
    this.#options = options;
    this.#fence = term;
    this.#confirmed();
    this.#renewLater();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    if (this.#ended) return;
    this.#end();
    await this.#renewing;
    const { documents, name, log } = this.#options;
    try {
      await documents.compareAndSetLease(name, this.#fence, undefined);
    } catch (error) {
      log({ level: 'warn', message: 'the projector’s lease could not be given back; it expires', reason: reasonOf(error) });
    }
  }

  #renewLater(): void {
    this.#callOffRenewal = this.#options.clock.wakeAfter(LEASE_RENEW_MS, () => {
      this.#renewing = this.#renew().finally(() => {
        if (!this.#ended) this.#renewLater();
      });
    });
  }

  async #renew(): Promise<void> {
    const { documents, name, holder, log } = this.#options;
    try {
      const fence = this.#fence;
      if (await documents.compareAndSetLease(name, fence, holder)) this.#fence = fence + 1;
      else if (!(await this.#wasRenewedUnheard())) return this.#lose('another projector has taken the lease');
      if (!this.#ended) this.#confirmed();
    } catch (error) {
      log({ level: 'warn', message: 'the projector’s lease could not be renewed', reason: reasonOf(error) });
    }
  }

  /** The renewal before may have been written though its answer was lost. */
  async #wasRenewedUnheard(): Promise<boolean> {
    const { documents, name, holder } = this.#options;
    const lease = await documents.readLease(name);
    if (lease.holder !== holder || lease.fence !== this.#fence + 1) return false;
    this.#fence = lease.fence;
    return true;
  }

  #confirmed(): void {
    this.#callOffLoss();
    this.#callOffLoss = this.#options.clock.wakeAfter(LEASE_LOST_MS, () => this.#lose('the lease was not renewed in time'));
  }

  #lose(reason: string): void {
    if (this.#ended) return;
    this.#end();
    this.#options.log({ level: 'warn', message: 'this projector stands by', reason });
    this.#lost.abort();
  }

  #end(): void {
    this.#ended = true;
    this.#callOffRenewal();
    this.#callOffLoss();
  }
}
