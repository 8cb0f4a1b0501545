import type { EventStore } from './event-store.js';

/** A log on an EventStoreDB server, and what it must be told to be opened. */
export interface EventStoreDbOptions {
  /** The connection string, as EventStoreDB documents it: `esdb://user:password@host:2113?tls=true`, with several hosts for a cluster. */
  readonly url: string;
  /** Stands before the name of each of the log's streams on the server, and nowhere else, so that several logs share one server. Default: none. */
  readonly prefix?: string;
  /** Takes what is wrong without any call failing by it: one line each. */
  readonly warn: (message: string) => void;
}

/** A log on a server, where others may come while an export is being restored into it. */
export interface ServerEventStore extends EventStore {
  /** Whether a restore has begun and not come to its end. Fails with StoreUnavailable. */
  isBeingRestored(): Promise<boolean>;
  /** Tells everybody who asks from now on. Nobody who reads the log meets it. Fails with StoreUnavailable: it may be told then, and can be told again. */
  tellBeingRestored(isBeingRestored: boolean): Promise<void>;
}

/** Opens a log on an EventStoreDB server, 23.10 or later. Fails with CannotOpen for what waiting does not mend (the connection string, the prefix, the
 *  credentials, the server's version), and with StoreUnavailable where the server does not answer now. The client is loaded here: a program with
 *  embedded stores never holds it in memory. */
export const openEventStoreDb = async (options: EventStoreDbOptions): Promise<ServerEventStore> => {
  const { EventStoreDb } = await import('./eventstoredb/event-store-db.js');
  return EventStoreDb.open(options);
};
