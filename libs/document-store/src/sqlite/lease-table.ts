import type Database from 'better-sqlite3';
import type { Lease } from '../document-store.js';

type LeaseRow = [fence: number, holder: string | null];

/** The leases. The table is made where a file has none yet; an older program does not look at it. */
export class LeaseTable {
  readonly #select: Database.Statement<[string], LeaseRow>;
  readonly #upsert: Database.Statement;

  constructor(database: Database.Database) {
    database.exec('CREATE TABLE IF NOT EXISTS lease (name TEXT PRIMARY KEY, fence INTEGER NOT NULL, holder TEXT) WITHOUT ROWID');
    this.#select = database.prepare<[string], LeaseRow>('SELECT fence, holder FROM lease WHERE name = ?').raw();
    this.#upsert = database.prepare(
      'INSERT INTO lease VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET fence = excluded.fence, holder = excluded.holder',
    );
  }

  read(name: string): Lease {
    const [fence, holder] = this.#select.get(name) ?? [0, null];
    return { fence, ...(holder === null ? {} : { holder }) };
  }

  /** Within a transaction. */
  compareAndSet(name: string, expected: number, holder: string | undefined): boolean {
    if (this.read(name).fence !== expected) return false;
    this.#upsert.run(name, expected + 1, holder ?? null);
    return true;
  }
}
