import type Database from 'better-sqlite3';
import { checkDefinition } from '../checks.js';
import {
  sameDefinition,
  type CollectionDefinition,
  type Commit,
  type DocumentStore,
  type Guarded,
  type Lease,
  type ProjectionRecord,
} from '../document-store.js';
import { DefinedOtherwise } from '../failures.js';
import { CollectionWriter } from './collection-writer.js';
import { LeaseTable } from './lease-table.js';
import { openDatabase } from './open-database.js';
import { createCollection, dropCollection } from './schema.js';
import { failureOf } from './sqlite-failure.js';
import { SqliteDocumentReader } from './sqlite-document-reader.js';

/** Writes a document file: documents and checkpoint in one transaction. `synchronous=NORMAL`: a power cut may take the last commits, whole ones,
 *  together with their checkpoints, and the projector writes them again. */
export class SqliteDocumentStore extends SqliteDocumentReader implements DocumentStore {
  readonly #writers = new Map<string, CollectionWriter>();
  readonly #version: Database.Statement<[], number>;
  #writersAt: number;
  readonly #leases: LeaseTable;

  protected constructor(file: string, database: Database.Database) {
    super(file, database);
    this.#version = database.prepare<[], number>('PRAGMA data_version').pluck();
    this.#writersAt = this.#version.get() ?? 0;
    this.#leases = new LeaseTable(database);
  }

  static override async open(file: string): Promise<SqliteDocumentStore> {
    return new SqliteDocumentStore(file, openDatabase(file, 'writer'));
  }

  async define(collection: string, definition: CollectionDefinition): Promise<void> {
    checkDefinition(collection, definition);
    this.#writing(() => {
      const standing = this.catalogue.find(collection);
      if (standing && !sameDefinition(standing.definition, definition)) throw new DefinedOtherwise(collection);
      if (standing) return;
      const { lastInsertRowid } = this.database
        .prepare('INSERT INTO collection (name, definition, documents) VALUES (?, ?, 0)')
        .run(collection, JSON.stringify(definition));
      this.database.exec(createCollection(Number(lastInsertRowid), definition));
    });
  }

  async drop(collection: string): Promise<void> {
    this.#writing(() => {
      const standing = this.catalogue.find(collection);
      if (!standing) return;
      this.database.prepare('DELETE FROM collection WHERE number = ?').run(standing.number);
      this.database.exec(dropCollection(standing.number));
    });
    this.#forget();
  }

  async getGuarded<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Guarded<Body>>> {
    return this.reading(collection, (found) => this.transactions.reading(() => found.getGuarded<Body>(ids)));
  }

  async commit({ writes, checkpoint }: Commit): Promise<void> {
    this.#writing(() => {
      for (const each of writes) this.#writer(each.collection).write(each);
      if (checkpoint) this.projections.advance(checkpoint.projection, checkpoint.build, checkpoint.checkpoint);
    });
    this.projections.forget();
    this.notice.committed();
  }

  async compareAndSetProjection(expected: number, next: ProjectionRecord): Promise<boolean> {
    const done = this.#writing(() => this.projections.compareAndSet(expected, next));
    this.projections.forget();
    if (done) this.notice.committed();
    return done;
  }

  async readLease(name: string): Promise<Lease> {
    try {
      return this.#leases.read(name);
    } catch (error) {
      throw failureOf(error);
    }
  }

  async compareAndSetLease(name: string, expected: number, holder: string | undefined): Promise<boolean> {
    return this.#writing(() => this.#leases.compareAndSet(name, expected, holder));
  }

  /** What the writers remember is good until another connection commits; within the transaction none can. */
  #writing<Result>(work: () => Result): Result {
    try {
      return this.transactions.writing(() => {
        const version = this.#version.get() ?? 0;
        if (version !== this.#writersAt) this.#forget();
        this.#writersAt = version;
        return work();
      });
    } catch (error) {
      this.#forget();
      throw failureOf(error);
    }
  }

  #writer(collection: string): CollectionWriter {
    let writer = this.#writers.get(collection);
    if (!writer) this.#writers.set(collection, (writer = new CollectionWriter(this.database, this.catalogue.collection(collection))));
    return writer;
  }

  #forget(): void {
    this.#writers.clear();
    this.catalogue.forgetAll();
    this.projections.forget();
  }
}
