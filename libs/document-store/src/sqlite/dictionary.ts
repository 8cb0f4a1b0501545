import type Database from 'better-sqlite3';
import type { Tables } from './schema.js';

/** Terms that are remembered between commits. */
const REMEMBERED_MAX = 20_000;
/** Postings that one statement inserts. */
const POSTINGS_TOGETHER = 64;

/** A term as it is stored. */
interface Known {
  readonly id: number;
  documents: number;
}

/** The keys of the documents that come to have a term in a commit, and of those that have it no more. */
interface Change {
  readonly gained: number[];
  readonly lost: number[];
}

/** A collection's terms: their numbers, how many documents have each, and the postings. Changes are gathered and written together at the end of
 *  a commit, in the order of the tables, so that neighbours are written one after another and a count once a commit. */
export class Dictionary {
  readonly #known = new Map<string, Known>();
  readonly #changes = new Map<string, Change>();
  readonly #statements: ReturnType<typeof prepare>;
  #nextId: number;

  constructor(database: Database.Database, tables: Tables) {
    this.#statements = prepare(database, tables);
    this.#nextId = (this.#statements.lastId.get() ?? 0) + 1;
  }

  gain(text: string, key: number): void {
    this.#change(text).gained.push(key);
  }

  lose(text: string, key: number): void {
    this.#change(text).lost.push(key);
  }

  /** Writes what has been gathered. */
  write(): void {
    if (this.#changes.size === 0) return;
    this.#learn();
    const changes = [...this.#changes].map(([text, change]) => this.#count(text, change)).sort((a, b) => a.id - b.id);
    this.#changes.clear();
    if (this.#known.size > REMEMBERED_MAX) this.#known.clear();
    this.#writePostings(changes);
  }

  #change(text: string): Change {
    let change = this.#changes.get(text);
    if (!change) this.#changes.set(text, (change = { gained: [], lost: [] }));
    return change;
  }

  /** Looks up what is not remembered of the terms that change. */
  #learn(): void {
    const unknown: string[] = [];
    for (const text of this.#changes.keys()) if (!this.#known.has(text)) unknown.push(text);
    if (unknown.length === 0) return;
    for (const [id, text, documents] of this.#statements.select.all(JSON.stringify(unknown))) this.#known.set(text, { id, documents });
  }

  /** Writes the term itself; one that no document has any more is forgotten. */
  #count(text: string, { gained, lost }: Change): { readonly id: number } & Change {
    const { insertTerm, updateTerm, deleteTerm } = this.#statements;
    const known = this.#known.get(text);
    if (!known) {
      const id = this.#nextId++;
      insertTerm.run(id, text, gained.length);
      this.#known.set(text, { id, documents: gained.length });
      return { id, gained, lost };
    }
    known.documents += gained.length - lost.length;
    if (known.documents === 0) {
      deleteTerm.run(known.id);
      this.#known.delete(text);
    } else if (gained.length !== lost.length) {
      updateTerm.run(known.documents, known.id);
    }
    return { id: known.id, gained, lost };
  }

  #writePostings(changes: readonly ({ readonly id: number } & Change)[]): void {
    const { insertPosting, insertPostings, deletePosting } = this.#statements;
    let together: number[] = [];
    for (const { id, gained, lost } of changes) {
      for (const key of lost) deletePosting.run(id, key);
      for (const key of gained) {
        together.push(id, key);
        if (together.length < 2 * POSTINGS_TOGETHER) continue;
        insertPostings.run(together);
        together = [];
      }
    }
    for (let i = 0; i < together.length; i += 2) insertPosting.run(together[i], together[i + 1]);
  }
}

type TermRow = [id: number, text: string, documents: number];

const prepare = (database: Database.Database, { term, posting }: Tables) => ({
  lastId: database.prepare<[], number | null>(`SELECT max(id) FROM ${term}`).pluck(),
  select: database
    .prepare<[string], TermRow>(
      `SELECT term.id, term.text, term.documents FROM json_each(?) AS wanted CROSS JOIN ${term} AS term ON term.text = wanted.value`,
    )
    .raw(),
  insertTerm: database.prepare(`INSERT INTO ${term} VALUES (?, ?, ?)`),
  updateTerm: database.prepare(`UPDATE ${term} SET documents = ? WHERE id = ?`),
  deleteTerm: database.prepare(`DELETE FROM ${term} WHERE id = ?`),
  insertPosting: database.prepare(`INSERT INTO ${posting} VALUES (?, ?)`),
  insertPostings: database.prepare(`INSERT INTO ${posting} VALUES ${new Array(POSTINGS_TOGETHER).fill('(?, ?)').join(', ')}`),
  deletePosting: database.prepare(`DELETE FROM ${posting} WHERE term = ? AND key = ?`),
});
