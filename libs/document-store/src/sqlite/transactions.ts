import type Database from 'better-sqlite3';

/** Runs work in one transaction; what it throws undoes all of it. Statements of its own: better-sqlite3's wrapper costs more than a page. */
export class Transactions {
  readonly #begin: Database.Statement;
  readonly #beginImmediate: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;

  constructor(private readonly database: Database.Database) {
    this.#begin = database.prepare('BEGIN');
    this.#beginImmediate = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
  }

  /** One snapshot for all that is read in it. */
  reading<Result>(work: () => Result): Result {
    return this.#run(this.#begin, work);
  }

  writing<Result>(work: () => Result): Result {
    return this.#run(this.#beginImmediate, work);
  }

  #run<Result>(begin: Database.Statement, work: () => Result): Result {
    begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.database.inTransaction) this.#rollback.run();
      throw error;
    }
  }
}
