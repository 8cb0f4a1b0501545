import { MongoClient, type Db } from 'mongodb';
import type { DocumentStore } from '../document-store.js';
import { CannotOpenDocuments } from '../failures.js';
import { Connection } from './connection.js';
import { bounded } from './failure.js';
import { CONNECT_MS_MAX, HEARTBEAT_MS, OPERATION_MS_MAX, SELECTION_MS_MAX } from './limits.js';
import { MongoDocumentStore } from './mongo-document-store.js';

export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`, passed on as it is but for the database. */
  readonly url: string;
  /** The database. */
  readonly database: string;
  /** Takes what is wrong without any call failing by it: one line each. */
  readonly warn: (message: string) => void;
}

/** Opens the documents in a database. Fails with DocumentsUnavailable where no server answers, and with CannotOpenDocuments where the one that answers is none
 *  to keep documents in. */
export const openMongo = async ({ url, database, warn }: MongoOptions): Promise<DocumentStore> => {
  const client = clientOf(url);
  const connection = new Connection(client, warn);
  try {
    const db = databaseOf(client, database);
    await bounded('opening', () => checkServer(db));
    return new MongoDocumentStore(connection, db, warn);
  } catch (error) {
    await connection.close();
    throw error;
  }
};

/** Fails with CannotOpenDocuments. */
export const clientOf = (url: string): MongoClient => {
  try {
    return new MongoClient(url, {
      serverSelectionTimeoutMS: SELECTION_MS_MAX,
      connectTimeoutMS: CONNECT_MS_MAX,
      heartbeatFrequencyMS: HEARTBEAT_MS,
      // What was asked is given up by then: its connection is, too, and not kept in the pool for ever.
      socketTimeoutMS: OPERATION_MS_MAX,
      ignoreUndefined: true,
      retryWrites: false,
      writeConcern: { w: 'majority' },
      appName: 'docket',
    });
  } catch (error) {
    // All but the address is given: it is what is wrong, and may hold a password.
    const why = (error instanceof Error ? error.message : String(error)).replaceAll(url, '…');
    throw new CannotOpenDocuments(`MONGODB_URL: ${why}`);
  }
};

/** What is folded is read where it was written, whatever the address asks for: an older row would make an older document. */
export const databaseOf = (client: MongoClient, name: string): Db => client.db(name, { readPreference: 'primary' });

/** What a server says of itself, as far as it matters. */
export interface BuildInfo {
  readonly ferretdbVersion?: unknown;
}

/** Why a server can't keep documents; undefined: it can. */
export const unfit = ({ ferretdbVersion }: BuildInfo): string | undefined =>
  typeof ferretdbVersion === 'string' && /^v?1\./.test(ferretdbVersion)
    ? `the server is FerretDB ${ferretdbVersion}, whose updates are not atomic (two at once can both win): use MongoDB, or FerretDB 2 or later`
    : undefined;

const checkServer = async (db: Db): Promise<void> => {
  const why = unfit(await db.admin().buildInfo());
  if (why !== undefined) throw new CannotOpenDocuments(`MONGODB_URL: ${why}`);
};
