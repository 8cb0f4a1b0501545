import { randomUUID } from 'node:crypto';
import {
  CannotOpenDocuments,
  type DocumentStore,
  DocumentsUnavailable,
  openMongoDocumentStore,
  SqliteDocumentStore,
} from '@docket/document-store';
import {
  CannotOpen,
  type EventReader,
  openEventStoreDb,
  OutcomeUnknown,
  type ServerEventStore,
  SqliteEventReader,
  StoreUnavailable,
} from '@docket/event-store';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { DocumentStoreServer, EventStoreServer } from '../server-settings.js';

/** The embedded document store's, in the data folder. */
export const DOCUMENTS_FILE = 'documents.db';

/** The file of an embedded store. Whoever opens it holds the lock of its folder, or is a thread of the process that does. */
export interface StoreFile {
  readonly file: string;
}

/** Where a process has its stores. Plain data: each of its threads opens its own by it. */
export interface StoreAddresses {
  readonly events: StoreFile | EventStoreServer;
  readonly documents: StoreFile | DocumentStoreServer;
}

/** The name of a process's projector. Whoever has the lock of the data folder is the only one, and goes on where the process before it was. */
export const projectorName = ({ documents }: StoreAddresses): string =>
  'file' in documents ? 'the owner of the data folder' : randomUUID();

/** Takes what an operator should hear of. */
export type Warn = (message: string) => void;

export const openEventServer = (server: EventStoreServer, warn: Warn): Promise<ServerEventStore> => openEventStoreDb({ ...server, warn });

export const openDocumentServer = (server: DocumentStoreServer, warn: Warn): Promise<DocumentStore> =>
  openMongoDocumentStore({ ...server, warn });

/** For whoever only reads the log. */
export const openEventReader = async (address: StoreAddresses['events'], warn: Warn): Promise<EventReader> =>
  'file' in address ? SqliteEventReader.open(address.file) : openEventServer(address, warn);

/** For whoever folds. */
export const openDocumentStore = async (address: StoreAddresses['documents'], warn: Warn): Promise<DocumentStore> =>
  'file' in address ? SqliteDocumentStore.open(address.file) : openDocumentServer(address, warn);

/** What stands in the way of opening a store, as a line for whoever started the program. */
export const foreseenOfStores = (error: unknown): unknown =>
  error instanceof CannotOpen || error instanceof CannotOpenDocuments
    ? new CannotGoOn(error.message, EXIT.unavailable, { cause: error })
    : error;

/** The same for a command that waits for nothing: a store that is away, or that takes no more, ends it too. */
export const foreseenAtWork = (error: unknown): unknown =>
  error instanceof StoreUnavailable || error instanceof OutcomeUnknown || error instanceof DocumentsUnavailable
    ? new CannotGoOn(error.message, EXIT.unavailable, { cause: error })
    : foreseenOfStores(error);
