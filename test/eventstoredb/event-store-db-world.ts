import { randomUUID } from 'node:crypto';
import { openEventStoreDb, type EventStore } from '@docket/event-store';
import type { EventStoreWorld } from '@docket/event-store/testing';
import { TcpProxy } from '../faults/tcp-proxy.js';
import { hostOf } from './connection-string.js';

/** A log of its own on a server, and a proxy between the server and the store that is tested. */
export class EventStoreDbWorld implements EventStoreWorld {
  readonly #prefix = `docket-test-${randomUUID()}.`;
  readonly warnings: string[] = [];
  #store: EventStore | undefined;

  private constructor(
    private readonly url: string,
    readonly proxy: TcpProxy,
    private readonly proxied: string,
    private readonly endServer: () => Promise<void>,
  ) {}

  /** For the connection string of a server of one node; `endServer` is called with the world's end. */
  static async make(url: string, endServer: () => Promise<void> = async () => undefined): Promise<EventStoreDbWorld> {
    const { host, port, withHost } = hostOf(url);
    const proxy = await TcpProxy.start({ host, port });
    return new EventStoreDbWorld(url, proxy, withHost('127.0.0.1', proxy.port), endServer);
  }

  async open(): Promise<EventStore> {
    this.#store = await this.#openAt(this.proxied);
    return this.#store;
  }

  /** The server's answers vanish until somebody else has seen the append; then the connection breaks. */
  async loseNextAcknowledgement(): Promise<void> {
    const other = await this.#openAt(this.url);
    const head = await other.head();
    this.proxy.swallowAnswers();
    const breakOff = async (): Promise<void> => {
      const seen = new AbortController();
      for await (const { kind } of other.subscribe(head, seen.signal)) if (kind === 'events') seen.abort();
      this.proxy.cut();
      await other.close();
    };
    void breakOff();
  }

  /** Resolves when the store has found its way back. */
  async disconnect(): Promise<void> {
    this.proxy.cut();
    const store = this.#store;
    for (let back = false; store && !back;)
      back = await store.head().then(
        () => true,
        () => false,
      );
  }

  async end(): Promise<void> {
    await this.proxy.close();
    await this.endServer();
  }

  #openAt(url: string): Promise<EventStore> {
    return openEventStoreDb({ url, prefix: this.#prefix, warn: (message) => this.warnings.push(message) });
  }
}
