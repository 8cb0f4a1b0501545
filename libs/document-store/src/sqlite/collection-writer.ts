import type Database from 'better-sqlite3';
import { checkPut, checkRemoval } from '../checks.js';
import type { CollectionWrites, OrderValue, Put } from '../document-store.js';
import type { Collection } from './collection.js';
import { Dictionary } from './dictionary.js';
import { Places } from './places.js';
import { valueColumn } from './schema.js';

/** A commit's last word on a document, checked. */
interface Change {
  readonly id: string;
  readonly position: string;
  /** Absent: removed. */
  readonly put?: Put;
  readonly json: string | null;
}

/** What is stored of a document; a tombstone has neither terms nor values. */
interface Standing {
  readonly key: number;
  readonly position: string;
  readonly terms: string | null;
  readonly values: readonly (OrderValue | null)[];
}

/** Writes one collection, within the caller's transaction. What it remembers holds as long as nobody else writes and nothing is rolled back. */
export class CollectionWriter {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #dictionary: Dictionary | undefined;
  readonly #places: Places | undefined;
  #nextKey: number;

  constructor(
    database: Database.Database,
    private readonly collection: Collection,
  ) {
    const { definition, tables } = collection;
    this.#statements = prepare(database, collection);
    this.#dictionary = definition.terms === false ? undefined : new Dictionary(database, tables);
    this.#places = definition.orders.length === 0 ? undefined : new Places(database, tables, definition.orders);
    this.#nextKey = (this.#statements.lastKey.get() ?? 0) + 1;
  }

  write(writes: CollectionWrites): void {
    const changes = lastWords(writes, this.collection.definition.orders);
    const standing = this.#standing(changes);
    let documents = 0;
    for (const [index, change] of changes.entries()) {
      const before = standing[index];
      if (before && before.position >= change.position) continue;
      documents += this.#writeDocument(change, before);
    }
    if (documents !== 0) this.#statements.updateDocuments.run(documents, this.collection.number);
    this.#dictionary?.write();
  }

  /** What stands of each change's document, by the change's place in the list. */
  #standing(changes: readonly Change[]): readonly (Standing | undefined)[] {
    const found = new Array<Standing | undefined>(changes.length).fill(undefined);
    const ids = JSON.stringify(changes.map((change) => change.id));
    for (const [index, key, position, terms, ...values] of this.#statements.select.all(ids))
      found[index] = { key, position, terms, values };
    return found;
  }

  /** Gives by how much the number of documents grows. */
  #writeDocument({ id, position, put, json }: Change, before: Standing | undefined): number {
    const key = before?.key ?? this.#nextKey++;
    const there = before !== undefined && before.terms !== null ? before : undefined;
    const terms = this.#writeTerms(key, put?.terms, there?.terms ?? null);
    if (before) this.#statements.update.run(position, terms, json, key);
    else this.#statements.insert.run(key, id, position, terms, json);
    this.#places?.write(key, id, there?.values, put?.orders);
    return (put ? 1 : 0) - (there ? 1 : 0);
  }

  /** Tells the dictionary what has changed, and gives the terms as they are stored. */
  #writeTerms(key: number, terms: readonly string[] | undefined, before: string | null): string | null {
    const after = terms && new Set(terms);
    const json = after ? JSON.stringify(after.size === terms.length ? terms : [...after]) : null;
    const dictionary = this.#dictionary;
    if (json === before || !dictionary) return json;
    const had = new Set(before === null ? [] : (JSON.parse(before) as readonly string[]));
    for (const term of after ?? []) if (!had.delete(term)) dictionary.gain(term, key);
    for (const term of had) dictionary.lose(term, key);
    return json;
  }
}

/** Checks the writes and gives the newest of each document, in the order of the ids: neighbours in the index are then written one after another. */
const lastWords = ({ puts, removals }: CollectionWrites, orders: readonly string[]): readonly Change[] => {
  const newest = new Map<string, Change>();
  const offer = (change: Change): void => {
    const other = newest.get(change.id);
    if (!other || other.position < change.position) newest.set(change.id, change);
  };
  for (const [index, put] of puts.entries()) {
    const json = checkPut(index, put, orders);
    offer({ id: put.id, position: put.position, put, json });
  }
  for (const [index, removal] of removals.entries()) {
    checkRemoval(index, removal);
    offer({ id: removal.id, position: removal.position, json: null });
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};

type StandingRow = [index: number, key: number, position: string, terms: string | null, ...values: (OrderValue | null)[]];

const prepare = (database: Database.Database, { tables, definition }: Collection) => {
  const { document, place } = tables;
  const values = definition.orders.map((_, order) => `, place.${valueColumn(order)}`).join('');
  const columns = `document.key, document.position, document.terms${values}`;
  const places = definition.orders.length === 0 ? '' : `LEFT JOIN ${place} AS place ON place.key = document.key`;
  return {
    lastKey: database.prepare<[], number | null>(`SELECT max(key) FROM ${document}`).pluck(),
    select: database
      .prepare<[string], StandingRow>(
        `SELECT wanted.key, ${columns} FROM json_each(?) AS wanted CROSS JOIN ${document} AS document ON document.id = wanted.value ${places}`,
      )
      .raw(),
    insert: database.prepare(`INSERT INTO ${document} VALUES (?, ?, ?, ?, ?)`),
    update: database.prepare(`UPDATE ${document} SET position = ?, terms = ?, body = ? WHERE key = ?`),
    updateDocuments: database.prepare('UPDATE collection SET documents = documents + ? WHERE number = ?'),
  };
};
