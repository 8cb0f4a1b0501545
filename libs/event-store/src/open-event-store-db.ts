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

/** Opens a log on an EventStoreDB server, 23.10 or later. Fails with CannotOpen for what waiting does not mend (the connection string, the prefix, the
 *  credentials, the server's version), and with StoreUnavailable where the server does not answer now. The client is loaded here: a program with
 *  embedded stores never holds it in memory. */
export const openEventStoreDb = async (options: EventStoreDbOptions): Promise<EventStore> => {
  const { EventStoreDb } = await import('./eventstoredb/event-store-db.js');
  return EventStoreDb.open(options);
};
