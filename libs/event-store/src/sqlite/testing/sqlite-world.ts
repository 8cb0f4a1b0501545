import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { EventStoreWorld } from '../../contract/world.contract.js';
import { startWorker } from '../../start-worker.js';
import type { FromWriter, ToWriter, WriterData } from '../append-wire.js';
import { DataFolder } from '../data-folder.js';
import { SqliteEventStore } from '../sqlite-event-store.js';
import type { WriterPort } from '../writer-thread.js';

/** The real writer's thread, which can be killed, also at the moment when it has committed and not yet been heard. */
export class MortalWriter extends EventEmitter implements WriterPort {
  readonly #worker: Worker;
  #dying = false;

  constructor(
    data: WriterData,
    private readonly diesBehindCommit: () => boolean,
  ) {
    super();
    this.#worker = startWorker(new URL('../writer.worker.js', import.meta.url), data);
    this.#worker.on('message', (message: FromWriter) => this.#hear(message));
    this.#worker.on('error', (error) => this.emit('error', error));
    this.#worker.on('exit', () => this.emit('exit'));
  }

  postMessage(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(message: FromWriter): void {
    if (message.kind === 'answers' && (this.#dying ||= this.diesBehindCommit())) void this.kill();
    else this.emit('message', message);
  }
}

/** A data folder of its own, and a writer's thread that can be killed. */
export class SqliteWorld implements EventStoreWorld {
  #folder: DataFolder | undefined;
  #writer: MortalWriter | undefined;
  #losing = false;
  readonly warnings: string[] = [];

  private constructor(readonly path: string) {}

  static async make(): Promise<SqliteWorld> {
    return new SqliteWorld(await mkdtemp(join(tmpdir(), 'docket-events-')));
  }

  async open(): Promise<SqliteEventStore> {
    this.#folder ??= await DataFolder.open(this.path);
    return SqliteEventStore.open({
      folder: this.#folder,
      warn: (message) => this.warnings.push(message),
      startWriter: (data) => (this.#writer = new MortalWriter(data, () => this.#loses())),
    });
  }

  async loseNextAcknowledgement(): Promise<void> {
    this.#losing = true;
  }

  async disconnect(): Promise<void> {
    await this.#writer?.kill();
  }

  async end(): Promise<void> {
    this.#folder?.close();
    await rm(this.path, { recursive: true, force: true });
  }

  #loses(): boolean {
    const loses = this.#losing;
    this.#losing = false;
    return loses;
  }
}
