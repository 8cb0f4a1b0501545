import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { DocumentsUnavailable, openMongoDocumentStore, type DocumentStore } from '@docket/document-store';
import type { StoreUnderTest } from '@docket/document-store/testing';

/** On a busy machine a server that has only just begun may be late; each try waits for it by itself. */
const OPEN_TRIES_MAX = 15;

const openPatiently = async (url: string, database: string): Promise<DocumentStore> => {
  for (let tries = 1; ; tries++) {
    try {
      return await openMongoDocumentStore({ url, database, warn });
    } catch (error) {
      if (!(error instanceof DocumentsUnavailable) || tries === OPEN_TRIES_MAX) throw error;
    }
  }
};

export const warn = (message: string): void => {
  throw new Error(message);
};

/** An empty store in a database of its own, and a second one of the same documents; the database goes with them. */
export const openFresh = async (url: string): Promise<StoreUnderTest> => {
  const database = `docket-test-${randomUUID()}`;
  const store = await openPatiently(url, database);
  const reader = await openPatiently(url, database);
  return {
    store,
    reader,
    close: async () => {
      await reader.close();
      await store.close();
      const client = await MongoClient.connect(url);
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
};
