import type { MongoClient } from 'mongodb';

/** The driver's events about its looks at the servers. */
type Monitored = Pick<MongoClient, 'on'>;

/** Tells when a look of the driver at a server does not come to its end. In driver 7.9 one hangs for ever that is written to a socket which is just being closed (it waits
 *  for the socket to drain); no other look follows, and the server stays away for this client although it is there. */
export class Heartbeats {
  readonly #running = new Map<string, NodeJS.Timeout>();

  /** `hangs` is called once for each look that has taken longer than `msMax`. */
  constructor(
    client: Monitored,
    private readonly msMax: number,
    private readonly hangs: () => void,
  ) {
    client.on('serverHeartbeatStarted', ({ connectionId }) => this.#began(connectionId));
    client.on('serverHeartbeatSucceeded', ({ connectionId }) => this.#ended(connectionId));
    client.on('serverHeartbeatFailed', ({ connectionId }) => this.#ended(connectionId));
    client.on('serverClosed', ({ address }) => this.#ended(address));
  }

  #began(server: string): void {
    this.#ended(server);
    this.#running.set(server, setTimeout(this.hangs, this.msMax).unref());
  }

  #ended(server: string): void {
    clearTimeout(this.#running.get(server));
    this.#running.delete(server);
  }
}
