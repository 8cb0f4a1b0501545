import type { EventStoreDBClient, StreamingRead } from '@eventstore/db-client';
import { CannotOpen, StoreUnavailable } from '../failures.js';
import { isDenied, isSentToLeader, readFailure, reasonOf } from './client-failures.js';
import { atMost, within, type Timing } from './timing.js';

/** Oldest server that tells a subscription when it has caught up. */
const SERVER_VERSION_MIN = [23, 10] as const;

/** What the client calls a server that has no word of its version: one from before 21.10. */
const VERSION_UNKNOWN = 'unknown';

/** Fails with CannotOpen for a server that is too old. What is no version (a build of one's own) passes. */
export const checkServerVersion = (version: string): void => {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const [majorMin, minorMin] = SERVER_VERSION_MIN;
  const tooOld = Number(major) < majorMin || (Number(major) === majorMin && Number(minor) < minorMin);
  if (version === VERSION_UNKNOWN || tooOld)
    throw new CannotOpen(
      `EVENTSTORE_URL: the server is of version ${version}; Docket needs EventStoreDB ${SERVER_VERSION_MIN.join('.')} or later`,
    );
};

/** What each read asks for. Where no node leads yet, as behind the death of one, the client takes any, and stays with it: a follower writes what it is given
 *  through the leader, and may not have it yet when it is read. */
export const FROM_LEADER = { requiresLeader: true } as const;

/** How often a read is begun that is sent on to the leader. */
const LEADER_TRIES_MAX = 3;

/** The client, and a new one where it hangs. One client at a time: the client keeps the appends of all clients of a process in one map, so a broken
 *  stream of one would reject the appends of the other. */
export class Connection {
  #client: EventStoreDBClient;
  #lifetime = new AbortController();
  #renewing: Promise<void> | undefined;
  #generation = 0;

  constructor(
    private readonly connect: (generation: number) => EventStoreDBClient,
    private readonly timing: Timing,
    private readonly warn: (message: string) => void,
  ) {
    this.#client = connect(this.#generation);
  }

  get client(): EventStoreDBClient {
    return this.#client;
  }

  /** Aborted when the present client is given up. */
  get lifetime(): AbortSignal {
    return this.#lifetime.signal;
  }

  /** Resolves when no change of the client is under way. */
  async steady(): Promise<void> {
    while (this.#renewing) await this.#renewing;
  }

  /** Gives the client up, with all that waits for it, and takes a new one. */
  renew(): Promise<void> {
    this.#renewing ??= this.#disposeClient()
      .then(() => {
        this.#client = this.connect(++this.#generation);
      })
      // A certificate that is not there any more, say: the old client goes on, which reconnects by itself.
      .catch((error: unknown) => this.warn(`the connection to the event store could not be made anew: ${reasonOf(error)}`))
      .finally(() => {
        this.#lifetime = new AbortController();
        this.#renewing = undefined;
      });
    return this.#renewing;
  }

  async close(): Promise<void> {
    await this.steady();
    await this.#disposeClient();
  }

  /** Fails with CannotOpen where the server is too old or refuses the credentials, and with StoreUnavailable where it does not answer. */
  async check(): Promise<void> {
    checkServerVersion(await this.#serverVersion());
    try {
      await this.collect((client) => client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1, ...FROM_LEADER }));
    } catch (error) {
      if (isDenied(error))
        throw new CannotOpen(`EVENTSTORE_URL: the server does not let this user read $all: ${reasonOf(error)}`, { cause: error });
      throw readFailure(error);
    }
  }

  /** All that a read gives. Fails with the client's error, or with StoreUnavailable after a silence. */
  async collect<Item>(open: (client: EventStoreDBClient) => StreamingRead<Item>): Promise<Item[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#collectOnce(open);
      } catch (error) {
        if (!isSentToLeader(error) || tries === LEADER_TRIES_MAX) throw error;
        // The client has been told of the leader, and has turned to it when this turn of the loop is over.
        await new Promise(setImmediate);
      }
    }
  }

  async #collectOnce<Item>(open: (client: EventStoreDBClient) => StreamingRead<Item>): Promise<Item[]> {
    await this.steady();
    const read = open(this.#client);
    const { lifetime } = this;
    const items: Item[] = [];
    await new Promise<void>((resolve, reject) => {
      const late = (): void => {
        reject(this.#late());
        // What is broken off and not cancelled would hold up the client's end. It may never have begun: then there is nothing to cancel.
        read.cancel().catch(() => undefined);
        // Who does not answer in this time hangs, and with it all that is asked after it.
        void this.renew();
      };
      const timer = setTimeout(late, this.timing.read_ms);
      read.on('data', (item: Item) => {
        timer.refresh();
        items.push(item);
      });
      read.on('end', () => {
        clearTimeout(timer);
        // The client ends what is read by it when it is given up, without an error: half of a stream would pass for the whole.
        if (lifetime.aborted) reject(new StoreUnavailable('the connection to the event store was given up while it was read'));
        else resolve();
      });
      read.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
    return items;
  }

  async #serverVersion(): Promise<string> {
    // The client asks the server for it before its first append, and keeps it to itself.
    const { capabilities } = this.#client as unknown as { readonly capabilities: Promise<{ readonly serverVersion: string }> };
    try {
      return (await within(capabilities, this.timing.read_ms, () => this.#late())).serverVersion;
    } catch (error) {
      throw readFailure(error);
    }
  }

  #late(): StoreUnavailable {
    return new StoreUnavailable(`the event store did not answer within ${this.timing.read_ms} ms`);
  }

  async #disposeClient(): Promise<void> {
    this.#lifetime.abort();
    await atMost(this.#client.dispose(), this.timing.dispose_ms);
  }
}
