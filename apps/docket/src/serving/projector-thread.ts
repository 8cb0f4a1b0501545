import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startWorker } from '@docket/event-store';
import type { Log } from '@docket/gateway';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { FromProjector, ProjectorData, ToProjector } from './projector-messages.js';

/** MiB of the thread's heap: what a batch and its documents need, with room. */
const HEAP_MIB = { old: 256, young: 16 };
/** Milliseconds before a thread that died is started again: doubled each time, up to the longest, and short again after a thread that lived long. */
const RESTART_MS = 1_000;
const RESTART_MS_MAX = 30_000;
/** Milliseconds that the thread is given to finish its batch when the program stops. */
const STOPPING_MS_MAX = 10_000;

/** The projector in its thread: when the thread dies it is said loudly and started again. */
export class ProjectorThread {
  #worker: Worker | undefined;
  #running = false;
  #stopping = false;
  #restart: NodeJS.Timeout | undefined;
  #restartMs = RESTART_MS;
  #startedAt = 0;

  private constructor(
    private readonly data: ProjectorData,
    private readonly log: Log,
  ) {}

  /** Resolves when the start was sound. Throws CannotGoOn where the documents do not belong to the log, or can't be opened. */
  static async start(data: ProjectorData, log: Log): Promise<ProjectorThread> {
    const thread = new ProjectorThread(data, log);
    await thread.#start();
    return thread;
  }

  /** False from its death until it has started again. */
  get running(): boolean {
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (!worker) return;
    const ended = once(worker, 'exit');
    const tooLong = setTimeout(() => {
      this.log.warn({}, 'the projector did not end its batch in time; it will be done again at the next start');
      void worker.terminate();
    }, STOPPING_MS_MAX);
    worker.postMessage({ kind: 'stop' } satisfies ToProjector);
    await ended;
    clearTimeout(tooLong);
  }

  #start(): Promise<void> {
    const worker = startWorker(new URL('./projector.worker.js', import.meta.url), this.data, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB.old, maxYoungGenerationSizeMb: HEAP_MIB.young },
    });
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromProjector) => {
        if (message.kind === 'started') {
          this.#running = true;
          this.#startedAt = performance.now();
          resolve();
        } else if (message.kind === 'cannotStart') reject(new CannotGoOn(message.reason, EXIT.unavailable));
        else this.#write(message.entry);
      });
      worker.on('error', (error) => {
        this.log.error({ err: error }, 'the projector died');
        reject(error);
      });
      worker.on('exit', () => {
        const died = this.#running && !this.#stopping;
        this.#running = false;
        this.#worker = undefined;
        reject(new Error('the projector ended before it had started'));
        if (died) this.#startAgain();
      });
    });
  }

  #startAgain(): void {
    if (performance.now() - this.#startedAt > RESTART_MS_MAX) this.#restartMs = RESTART_MS;
    this.log.error({ restartMs: this.#restartMs }, 'the read models stand still until the projector has started again');
    this.#restart = setTimeout(() => {
      this.#restartMs = Math.min(2 * this.#restartMs, RESTART_MS_MAX);
      this.#start().catch((error: unknown) => {
        this.log.error({ err: error }, 'the projector could not be started again');
        if (!this.#stopping) this.#startAgain();
      });
    }, this.#restartMs);
  }

  #write({ level, message, ...fields }: Extract<FromProjector, { kind: 'log' }>['entry']): void {
    this.log[level](fields, message);
  }
}
