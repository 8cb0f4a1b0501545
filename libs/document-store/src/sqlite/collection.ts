import type Database from 'better-sqlite3';
import type { CollectionDefinition, Guarded } from '../document-store.js';
import { StoredText } from '../stored-text.js';
import { tablesOf, type Tables } from './schema.js';

/** Shapes of queries whose statements one collection keeps prepared. */
const STATEMENTS_MAX = 64;

type DocumentRow = [id: string, position: string, terms: string, body: string];
type GuardedRow = [id: string, position: string, terms: string | null, body: string | null];

/** One collection as a connection reads it: its tables and its prepared statements. */
export class Collection {
  readonly tables: Tables;
  readonly #get: Database.Statement<[string], DocumentRow>;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(
    readonly database: Database.Database,
    readonly name: string,
    readonly number: number,
    readonly definition: CollectionDefinition,
  ) {
    this.tables = tablesOf(number);
    this.#get = database
      .prepare<[string], DocumentRow>(`SELECT id, position, terms, body FROM ${this.tables.document} WHERE id = ? AND terms IS NOT NULL`)
      .raw();
  }

  get<Body>(id: string): StoredText<Body> | undefined {
    const row = this.#get.get(id);
    return row && new StoredText(row[0], row[1], row[2], row[3]);
  }

  getMany<Body>(ids: readonly string[]): Map<string, StoredText<Body>> {
    const found = new Map<string, StoredText<Body>>();
    for (const [id, position, terms, body] of this.#rows(ids)) {
      if (terms !== null && body !== null) found.set(id, new StoredText(id, position, terms, body));
    }
    return found;
  }

  /** Tombstones too. */
  getGuarded<Body>(ids: readonly string[]): Map<string, Guarded<Body>> {
    const found = new Map<string, Guarded<Body>>();
    for (const [id, position, terms, body] of this.#rows(ids)) {
      if (terms !== null && body !== null) found.set(id, new StoredText(id, position, terms, body));
      else found.set(id, { removed: true, id, position });
    }
    return found;
  }

  /** The statement for a shape of query, prepared once; the one used longest ago makes room. */
  statement<Row>(shape: string, sql: () => string): Database.Statement<unknown[], Row> {
    let statement = this.#statements.get(shape);
    if (statement) {
      this.#statements.delete(shape);
    } else {
      statement = this.database.prepare(sql()).raw();
      const oldest = this.#statements.keys().next();
      if (this.#statements.size >= STATEMENTS_MAX && !oldest.done) this.#statements.delete(oldest.value);
    }
    this.#statements.set(shape, statement);
    return statement as Database.Statement<unknown[], Row>;
  }

  /** The ids travel as one JSON array: one statement, however many there are. */
  #rows(ids: readonly string[]): GuardedRow[] {
    return this.statement<GuardedRow>(
      'get many',
      () => `SELECT document.id, document.position, document.terms, document.body
             FROM json_each(?) AS wanted CROSS JOIN ${this.tables.document} AS document ON document.id = wanted.value`,
    ).all(JSON.stringify(ids));
  }
}
