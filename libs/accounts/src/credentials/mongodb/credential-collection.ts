import type { Collection, Db } from 'mongodb';
import { CredentialsUnavailable, type CredentialStore } from '../credential-store.js';

const COLLECTION = 'docket_credentials';

interface Stored {
  readonly _id: string;
  readonly account: string;
  readonly verifier: string;
}

const keyOf = (accountId: string, credentialId: string): string => `${accountId} ${credentialId}`;

/** The verifiers on a MongoDB, in a collection that no projection knows. The connection belongs to whoever gives the database. */
export class CredentialCollection implements CredentialStore {
  constructor(private readonly database: () => Promise<Db>) {}

  get(accountId: string, credentialId: string): Promise<string | undefined> {
    return this.with(async (collection) => (await collection.findOne({ _id: keyOf(accountId, credentialId) }))?.verifier);
  }

  put(accountId: string, credentialId: string, verifier: string): Promise<void> {
    const _id = keyOf(accountId, credentialId);
    return this.with(async (collection) => {
      await collection.replaceOne({ _id }, { account: accountId, verifier }, { upsert: true });
    });
  }

  remove(accountId: string, credentialId: string): Promise<void> {
    return this.with(async (collection) => {
      await collection.deleteOne({ _id: keyOf(accountId, credentialId) });
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async with<Result>(work: (collection: Collection<Stored>) => Promise<Result>): Promise<Result> {
    try {
      const database = await this.database();
      return await work(database.collection<Stored>(COLLECTION, { writeConcern: { w: 'majority' }, readPreference: 'primary' }));
    } catch (error) {
      throw new CredentialsUnavailable('the collection of credentials can’t be read or written', { cause: error });
    }
  }
}
