import { startWorker } from '@docket/event-store';
import type { Log } from '@docket/gateway';
import { type Clock, type ProjectorLogEntry, systemClock } from '@docket/projecting';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { FromProjector, ProjectorData, ToProjector } from './projector-messages.js';

/** MiB of the thread's heap: what a batch and its documents need, with room. */
const HEAP_MIB = { old: 256, young: 16 };
/** Milliseconds before a thread that died is started again: doubled each time, up to the longest, and short again after a thread that lived long. */
const RESTART_MS = 1_000;
const RESTART_MS_MAX = 30_000;
/** Milliseconds that the thread is given to finish its batch when the program stops. */
const STOPPING_MS_MAX = 10_000;

/** The worker thread, as far as it is used here. */
export interface ProjectorWorker {
  postMessage(message: ToProjector): void;
  terminate(): unknown;
  on(event: 'message', listener: (message: FromProjector) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
}

export interface ProjectorThreadOptions {
  readonly data: ProjectorData;
  readonly log: Log;
  /** Default: a worker thread. */
  readonly startThread?: (data: ProjectorData) => ProjectorWorker;
  readonly clock?: Clock;
}

const startThread = (data: ProjectorData): ProjectorWorker =>
  startWorker(new URL('./projector.worker.js', import.meta.url), data, {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB.old, maxYoungGenerationSizeMb: HEAP_MIB.young },
  });

/** The projector in its thread: when the thread dies it is said loudly and started again. */
export class ProjectorThread {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #startThread: () => ProjectorWorker;
  #worker: ProjectorWorker | undefined;
  #logId: string | undefined;
  #ended: Promise<void> = Promise.resolve();
  #started: Promise<void> = Promise.resolve();
  #works = false;
  #running = false;
  #stopping = false;
  #callOffRestart: () => void = () => undefined;
  #restartMs = RESTART_MS;
  #startedAt = 0;

  private constructor({ data, log, startThread: start = startThread, clock = systemClock }: ProjectorThreadOptions) {
    this.#log = log;
    this.#clock = clock;
    this.#startThread = () => start(data);
  }

  /** Starts the thread, which loads its code meanwhile and waits until it is told to fold. */
  static prepare(options: ProjectorThreadOptions): ProjectorThread {
    const thread = new ProjectorThread(options);
    thread.#started = thread.#start();
    // A failure is `fold`'s to tell: until then nobody listens.
    thread.#started.catch(() => undefined);
    return thread;
  }

  /** Resolves when it folds this log, or stands by. Throws CannotGoOn where the documents do not belong to the log, or can't be opened. It can be
   *  stopped while it still waits for a store. */
  fold(logId: string): Promise<void> {
    this.#logId = logId;
    this.#tellToFold();
    return this.#started;
  }

  /** False from its death until it has started again. */
  get running(): boolean {
    return this.#running;
  }

  /** False while it stands by because another projector works. */
  get works(): boolean {
    return this.#works;
  }

  /** Lets it finish its batch, but for no longer than STOPPING_MS_MAX: what is cut off is done again at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#callOffRestart();
    const worker = this.#worker;
    if (!worker) return;
    const inTime = this.#clock.wakeAfter(STOPPING_MS_MAX, () => {
      this.#log.warn({}, 'the projector did not end its batch in time and is cut off');
      worker.terminate();
    });
    worker.postMessage({ kind: 'stop' });
    await this.#ended;
    inTime();
  }

  #tellToFold(): void {
    if (this.#logId !== undefined) this.#worker?.postMessage({ kind: 'fold', logId: this.#logId });
  }

  #start(): Promise<void> {
    const worker = this.#startThread();
    this.#worker = worker;
    this.#tellToFold();
    this.#ended = new Promise((resolve) => worker.on('exit', resolve));
    return new Promise((resolve, reject) => {
      worker.on('message', (message) => {
        if (message.kind === 'log') this.#write(message.entry);
        else if (message.kind === 'duty') this.#works = message.works;
        else if (message.kind === 'cannotStart') reject(new CannotGoOn(message.reason, EXIT.unavailable));
        else {
          this.#running = true;
          this.#startedAt = this.#clock.now();
          resolve();
        }
      });
      worker.on('error', (error) => {
        this.#log.error({ err: error }, 'the projector died');
        reject(error);
      });
      worker.on('exit', () => {
        const died = this.#running && !this.#stopping;
        this.#running = false;
        this.#works = false;
        this.#worker = undefined;
        reject(new Error('the projector ended before it had started'));
        if (died) this.#startAgainLater();
      });
    });
  }

  #startAgainLater(): void {
    if (this.#clock.now() - this.#startedAt > RESTART_MS_MAX) this.#restartMs = RESTART_MS;
    this.#log.error({ restartMs: this.#restartMs }, 'the read models stand still until the projector has started again');
    this.#callOffRestart = this.#clock.wakeAfter(this.#restartMs, () => {
      this.#restartMs = Math.min(2 * this.#restartMs, RESTART_MS_MAX);
      this.#start().catch((error: unknown) => {
        this.#log.error({ err: error }, 'the projector could not be started again');
        if (!this.#stopping) this.#startAgainLater();
      });
    });
  }

  #write({ level, message, ...fields }: ProjectorLogEntry): void {
    this.#log[level](fields, message);
  }
}
