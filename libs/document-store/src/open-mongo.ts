import type { DocumentStore } from './document-store.js';
import type { Connection, WatchedClient } from './mongodb/connection.js';
import type { MongoOptions } from './mongodb/open.js';

/** Opens the documents that are kept in MongoDB. The driver is loaded here: whoever has an embedded store never needs it. Fails with DocumentsUnavailable where no
 *  server answers, and with CannotOpenDocuments where the one that answers is none to keep documents in. */
export const openMongoDocumentStore = async (options: MongoOptions): Promise<DocumentStore> => {
  const { openMongo } = await import('./mongodb/open.js');
  return openMongo(options);
};

/** Connects a client of the driver anew when it does not look at its server any more, until it is closed by what is given. It looks each MONGO_HEARTBEAT_MS. `warn` takes one line each. */
export const keepMongoConnected = async (client: WatchedClient, warn: (message: string) => void): Promise<Pick<Connection, 'close'>> => {
  const { Connection: Kept } = await import('./mongodb/connection.js');
  return new Kept(client, warn);
};
