import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { openMongoDocumentStore } from '@docket/document-store';
import type { StoreUnderTest } from '@docket/document-store/testing';

/** An empty store in a database of its own, and a second one of the same documents; the database goes with them. */
export const openFresh = async (url: string): Promise<StoreUnderTest> => {
  const database = `docket-test-${randomUUID()}`;
  const warn = (message: string): void => {
    throw new Error(message);
  };
  const store = await openMongoDocumentStore({ url, database, warn });
  const reader = await openMongoDocumentStore({ url, database, warn });
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
