import type { DocumentStore } from './document-store.js';
import type { MongoOptions } from './mongodb/open.js';

/** Opens the documents that are kept in MongoDB. The driver is loaded here: whoever has an embedded store never needs it. Fails with DocumentsUnavailable where no
 *  server answers, and with CannotOpenDocuments where the one that answers is none to keep documents in. */
export const openMongoDocumentStore = async (options: MongoOptions): Promise<DocumentStore> => {
  const { openMongo } = await import('./mongodb/open.js');
  return openMongo(options);
};
