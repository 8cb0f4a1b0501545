import type { EventStore } from '@docket/event-store';
import { wholeLog } from '@docket/event-store/testing';
import { FaultyStore } from '../testing/faulty-store.js';
import { HarbourMaster } from '../testing/harbour-master.js';

/** An empty log of its own, open. */
export interface LogWorld {
  readonly store: EventStore;
  /** The next so many appends are written, and nobody hears of it. */
  loseNextAcknowledgements(count: number): void;
  /** Lets time pass before an executor asks again; absent: nothing comes back by itself. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  end(): Promise<void>;
}

export type OpenLogWorld = () => Promise<LogWorld>;

/** A fresh log for each test of the block in which it is made, and programs on it. */
export class Harbour {
  #world: LogWorld | undefined;
  #store: FaultyStore | undefined;

  constructor(open: OpenLogWorld) {
    beforeEach(async () => {
      this.#world = await open();
      this.#store = new FaultyStore(this.#world.store);
    });
    afterEach(() => this.#world?.end());
  }

  get store(): FaultyStore {
    if (!this.#store) throw new Error('no test is running');
    return this.#store;
  }

  /** A program on the log: another process, or the same one after a restart. */
  master(): HarbourMaster {
    const wait = this.#world?.wait;
    return new HarbourMaster(this.store, wait ? { wait } : {});
  }

  loseNextAcknowledgements(count: number): void {
    this.#world?.loseNextAcknowledgements(count);
  }

  async eventCount(): Promise<number> {
    return (await wholeLog(this.store)).length;
  }
}
