import { keepMongoConnected, MONGO_HEARTBEAT_MS } from '@docket/document-store';
import type { MongoClient, MongoClientOptions } from 'mongodb';
import type { CredentialStore } from '../credential-store.js';
import { CredentialCollection } from './credential-collection.js';

/** Connections that are kept: what a few sign-ins at the same time need. */
const CONNECTIONS_MAX = 2;
/** Milliseconds that a server which is away is waited for. */
const SELECTION_MS_MAX = 3_000;
/** Milliseconds that an answer, or a new connection, is waited for: a server that is gone without a word holds no sign-in up for longer. */
const ANSWER_MS_MAX = 5_000;

const OPTIONS: MongoClientOptions = {
  maxPoolSize: CONNECTIONS_MAX,
  serverSelectionTimeoutMS: SELECTION_MS_MAX,
  connectTimeoutMS: ANSWER_MS_MAX,
  socketTimeoutMS: ANSWER_MS_MAX,
  heartbeatFrequencyMS: MONGO_HEARTBEAT_MS,
};

export interface CredentialServer {
  /** `mongodb://…` or `mongodb+srv://…`. */
  readonly url: string;
  readonly database: string;
}

/** The verifiers on a MongoDB server. It is connected to when somebody signs in first. `warn` takes what is wrong with the connection: one line each. */
export const openCredentialCollection = ({ url, database }: CredentialServer, warn: (message: string) => void): CredentialStore => {
  let connected: Promise<{ readonly client: MongoClient; readonly connection: { close(): Promise<void> } }> | undefined;
  const connect = async () => {
    const mongodb = await import('mongodb');
    const client = new mongodb.MongoClient(url, OPTIONS);
    return { client, connection: await keepMongoConnected(client, warn) };
  };
  const attempt = () =>
    (connected ??= connect().catch((error: unknown) => {
      // The next call tries again.
      connected = undefined;
      throw error;
    }));
  const collection = new CredentialCollection(async () => (await attempt()).client.db(database));
  return {
    get: (accountId, credentialId) => collection.get(accountId, credentialId),
    put: (accountId, credentialId, verifier) => collection.put(accountId, credentialId, verifier),
    remove: (accountId, credentialId) => collection.remove(accountId, credentialId),
    close: async () => (await connected)?.connection.close(),
  };
};
