import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { startWorker } from '../start-worker.js';
import type { WriterData } from './append-wire.js';
import { reasonOf } from './sqlite-error.js';

/** Characters of events after which the WAL is copied into the log's file. */
export const CHECKPOINT_CHARACTERS = 16 * 1024 * 1024;

/** Keeps the WAL short. Copying it takes long where the disk is slow, so a thread of its own does that while the writer goes on; what came
 *  in meanwhile is little, and the writer copies it between two groups: only then nobody adds to the WAL, and it can begin anew. */
export class Checkpoints {
  #characters = 0;
  #copied = false;
  #copier: Worker | undefined;
  #copying = false;

  constructor(
    private readonly db: Database.Database,
    private readonly data: WriterData,
    private readonly warn: (message: string) => void,
  ) {}

  /** To be called behind each commit, with the characters of its events. */
  committed(characters: number): void {
    this.#characters += characters;
    if (this.#copied) this.#copyRest();
    if (this.#copying || this.#characters < CHECKPOINT_CHARACTERS) return;
    this.#copying = true;
    this.#characters = 0;
    this.#copier ??= this.#start();
    this.#copier.postMessage('copy');
  }

  /** Ends the copier; resolves when its connection is closed. */
  async close(): Promise<void> {
    if (!this.#copier) return;
    const ended = once(this.#copier, 'exit');
    this.#copier.postMessage('close');
    await ended;
  }

  #start(): Worker {
    const copier = startWorker(new URL('./checkpoint.worker.js', import.meta.url), this.data);
    copier.on('message', (failure: string | undefined) => this.#end(failure));
    copier.on('error', (error: Error) => {
      this.#copier = undefined;
      this.#end(error.message);
    });
    return copier;
  }

  #end(failure: string | undefined): void {
    this.#copying = false;
    if (failure !== undefined) this.#tell(failure);
    else if (this.db.inTransaction) this.#copied = true;
    else this.#copyRest();
  }

  #copyRest(): void {
    this.#copied = false;
    try {
      this.db.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      this.#tell(reasonOf(error));
    }
  }

  #tell(failure: string): void {
    this.warn(`the WAL could not be copied into ${this.data.file}, so it grows: ${failure}`);
  }
}
