import Database from 'better-sqlite3';
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { CredentialsUnavailable, type CredentialStore } from '../credential-store.js';

const SCHEMA = `CREATE TABLE IF NOT EXISTS credentials (
  account TEXT NOT NULL, credential TEXT NOT NULL, verifier TEXT NOT NULL, PRIMARY KEY (account, credential)) WITHOUT ROWID`;
/** Pages of 4 KiB that are cached: what one sign-in reads. */
const CACHE_PAGES = 16;

const opened = (file: string): Database.Database => {
  try {
    // For its owner alone from the first byte on.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    const database = new Database(file);
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = FULL');
    // What is removed is written over.
    database.pragma('secure_delete = ON');
    database.pragma(`cache_size = ${CACHE_PAGES}`);
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    throw new CredentialsUnavailable(`${file} can't be opened`, { cause: error });
  }
};

/** The verifiers of the embedded stores, in a file of their own. It is opened when somebody signs in first. */
export class CredentialFile implements CredentialStore {
  private database: Database.Database | undefined;

  constructor(private readonly file: string) {}

  get(accountId: string, credentialId: string): Promise<string | undefined> {
    return this.with((database) => {
      const found = database
        .prepare<[string, string], { verifier: string }>('SELECT verifier FROM credentials WHERE account = ? AND credential = ?')
        .get(accountId, credentialId);
      return found?.verifier;
    });
  }

  put(accountId: string, credentialId: string, verifier: string): Promise<void> {
    return this.with((database) => {
      database.prepare('INSERT OR REPLACE INTO credentials VALUES (?, ?, ?)').run(accountId, credentialId, verifier);
    });
  }

  remove(accountId: string, credentialId: string): Promise<void> {
    return this.with((database) => {
      database.prepare('DELETE FROM credentials WHERE account = ? AND credential = ?').run(accountId, credentialId);
    });
  }

  close(): Promise<void> {
    this.database?.close();
    this.database = undefined;
    return Promise.resolve();
  }

  private async with<Result>(work: (database: Database.Database) => Result): Promise<Result> {
    this.database ??= opened(this.file);
    try {
      return await Promise.resolve(work(this.database));
    } catch (error) {
      throw new CredentialsUnavailable('the file of credentials can’t be read or written', { cause: error });
    }
  }
}
