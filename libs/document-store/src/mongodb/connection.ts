import { setTimeout as pass } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';
import { reasonOf } from './failure.js';
import { Heartbeats } from './heartbeats.js';
import { HEARTBEAT_HANGS_MS, RECONNECT_MS } from './limits.js';

/** What of the driver's client is used to connect it anew. */
export type WatchedClient = Pick<MongoClient, 'on' | 'connect' | 'close'>;

/** The driver's client, which is closed and connected anew when it does not look at a server any more. Whoever asks meanwhile fails as while the server is away. */
export class Connection {
  readonly #closing = new AbortController();
  #renewing: Promise<void> | undefined;

  constructor(
    private readonly client: WatchedClient,
    private readonly warn: (message: string) => void,
  ) {
    new Heartbeats(client, HEARTBEAT_HANGS_MS, () => {
      this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#renewing;
    await this.client.close();
  }

  async #renew(): Promise<void> {
    const { signal } = this.#closing;
    this.warn('the driver of MongoDB does not look at the server any more: it is connected anew');
    while (!signal.aborted) {
      try {
        await this.client.close();
        await this.client.connect();
        return;
      } catch (error) {
        this.warn(`MongoDB could not be connected anew yet: ${reasonOf(error)}`);
        await pass(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
