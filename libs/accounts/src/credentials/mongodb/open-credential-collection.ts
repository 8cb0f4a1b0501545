import type { MongoClient } from 'mongodb';
import type { CredentialStore } from '../credential-store.js';
import { CredentialCollection } from './credential-collection.js';

/** Connections that are kept: what a few sign-ins at the same time need. */
const CONNECTIONS_MAX = 2;
/** Milliseconds that a server which is away is waited for. */
const SELECTION_MS_MAX = 3_000;
/** Milliseconds that an answer, or a new connection, is waited for: a server that is gone without a word holds no sign-in up for longer. */
const ANSWER_MS_MAX = 5_000;

/** The verifiers on a MongoDB server. It is connected to when somebody signs in first. */
export const openCredentialCollection = ({ url, database }: { readonly url: string; readonly database: string }): CredentialStore => {
  let client: MongoClient | undefined;
  const collection = new CredentialCollection(async () => {
    if (!client) {
      const mongodb = await import('mongodb');
      client ??= new mongodb.MongoClient(url, {
        maxPoolSize: CONNECTIONS_MAX,
        serverSelectionTimeoutMS: SELECTION_MS_MAX,
        connectTimeoutMS: ANSWER_MS_MAX,
        socketTimeoutMS: ANSWER_MS_MAX,
      });
    }
    return client.db(database);
  });
  return {
    get: (accountId, credentialId) => collection.get(accountId, credentialId),
    put: (accountId, credentialId, verifier) => collection.put(accountId, credentialId, verifier),
    keepOnly: (accountId, credentialId) => collection.keepOnly(accountId, credentialId),
    close: async () => client?.close(),
  };
};
