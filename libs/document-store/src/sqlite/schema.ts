import type { CollectionDefinition } from '../document-store.js';

/** `PRAGMA application_id` of a document file: "DkDc" in ASCII. */
export const APPLICATION_ID = 0x446b4463;
/** `PRAGMA user_version`: the version of what stands below. */
export const SCHEMA_VERSION = 1;

/** What every file has. A collection's number is never used again, so a statement prepared for a dropped one can't meet another's tables. */
export const FIXED_TABLES = `
  CREATE TABLE collection (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    documents INTEGER NOT NULL
  );
  CREATE TABLE projection (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE build (
    projection TEXT NOT NULL,
    id TEXT NOT NULL,
    position TEXT,
    event_id TEXT,
    log_id TEXT,
    recorded_at TEXT,
    PRIMARY KEY (projection, id)
  ) WITHOUT ROWID;
`;

/** The tables of one collection, by its number.
 *  - document: everything of a document by a small key; a tombstone has neither terms nor body.
 *  - term: each term that some document has, and how many have it.
 *  - posting: which documents have a term. Both are there unless the collection is never found by terms.
 *  - place: the document's values for the orders, in a table so narrow that thousands are gathered quickly; there where it has orders. */
export const tablesOf = (number: number) => ({
  document: `document_${number}`,
  term: `term_${number}`,
  posting: `posting_${number}`,
  place: `place_${number}`,
});

export type Tables = ReturnType<typeof tablesOf>;

/** The column of `place` that holds an order's values, and the name of its index. */
export const valueColumn = (order: number): string => `value_${order}`;
export const orderIndex = (tables: Tables, order: number): string => `${tables.place}_by_${order}`;

export const createCollection = (number: number, { orders, terms }: CollectionDefinition): string => {
  const tables = tablesOf(number);
  const { document, term, posting, place } = tables;
  const statements = [
    `CREATE TABLE ${document} (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, position TEXT NOT NULL, terms TEXT, body TEXT)`,
  ];
  if (terms !== false) {
    statements.push(
      `CREATE TABLE ${term} (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL)`,
      `CREATE TABLE ${posting} (term INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (term, key)) WITHOUT ROWID`,
    );
  }
  if (orders.length > 0) {
    // No type: a number stays a number and a string a string.
    const values = orders.map((_, order) => `${valueColumn(order)} NOT NULL`);
    statements.push(
      `CREATE TABLE ${place} (key INTEGER PRIMARY KEY, id TEXT NOT NULL, ${values.join(', ')})`,
      ...orders.map((_, order) => `CREATE INDEX ${orderIndex(tables, order)} ON ${place} (${valueColumn(order)}, id)`),
    );
  }
  return statements.join(';\n');
};

export const dropCollection = (number: number): string =>
  Object.values(tablesOf(number))
    .map((table) => `DROP TABLE IF EXISTS ${table}`)
    .join(';\n');
