import { existsSync } from 'node:fs';
import { CannotOpenDocuments, SqliteDocumentReader } from '@docket/document-store';
import { CannotOpen, DataFolder, EVENTS_FILE, SqliteEventStore } from '@docket/event-store';
import { type OpenedLog, openLog, WrongSecret } from '@docket/deciding';
import type { Log } from '@docket/gateway';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { secretOf } from '../secret.js';

export const DOCUMENTS_FILE = 'documents.db';

/** The embedded stores of a data folder, open in this process alone. */
export interface Stores extends OpenedLog {
  readonly events: SqliteEventStore;
  readonly documents: SqliteDocumentReader;
  readonly documentsFile: string;
  close(): Promise<void>;
}

/** What was opened, to be closed in the other order. */
class Opened {
  readonly #closers: (() => Promise<void> | void)[] = [];

  add<Store extends { close(): Promise<void> | void }>(store: Store): Store {
    this.#closers.push(() => store.close());
    return store;
  }

  async close(): Promise<void> {
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) await close();
  }
}

const foreseen = (error: unknown): unknown => {
  if (error instanceof WrongSecret) return new CannotGoOn(`DOCKET_SECRET: ${error.message}`, EXIT.setting, { cause: error });
  if (error instanceof CannotOpen || error instanceof CannotOpenDocuments)
    return new CannotGoOn(error.message, EXIT.unavailable, { cause: error });
  return error;
};

/** Opens the stores of a data folder. Throws CannotGoOn where the folder is open elsewhere or can't be written, a file is none of Docket's, or the secret
 *  is another one. */
export const openStores = async (dataDir: string, secret: string | undefined, log: Log): Promise<Stores> => {
  const opened = new Opened();
  try {
    const folder = opened.add(await DataFolder.open(dataDir));
    const ownSecret = secretOf(folder.path, secret, existsSync(folder.file(EVENTS_FILE)));
    const events = opened.add(await SqliteEventStore.open({ folder, warn: (message) => log.warn({}, message) }));
    const openedLog = await openLog(events, ownSecret, Date.now);
    const documentsFile = folder.file(DOCUMENTS_FILE);
    const documents = opened.add(await SqliteDocumentReader.open(documentsFile));
    return { ...openedLog, events, documents, documentsFile, close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw foreseen(error);
  }
};
