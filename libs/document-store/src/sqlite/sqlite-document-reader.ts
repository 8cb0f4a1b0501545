import type Database from 'better-sqlite3';
import { checkCount, checkFind } from '../checks.js';
import type { Count, DocumentReader, Find, Page, ProjectionRecord, StoredDocument } from '../document-store.js';
import { COUNT_CAP } from '../limits.js';
import { Catalogue } from './catalogue.js';
import type { Collection } from './collection.js';
import { CommitNotice } from './commit-notice.js';
import { count } from './count.js';
import { find } from './find.js';
import { openDatabase } from './open-database.js';
import { ProjectionTable } from './projection-table.js';
import { failureOf, isMissingTable } from './sqlite-failure.js';
import { Transactions } from './transactions.js';

/** Reads a document file; it sees what was committed, by whatever connection. Every call reads at once, so nothing is held across an await. */
export class SqliteDocumentReader implements DocumentReader {
  protected readonly catalogue: Catalogue;
  protected readonly projections: ProjectionTable;
  protected readonly transactions: Transactions;
  protected readonly notice: CommitNotice;

  protected constructor(
    file: string,
    protected readonly database: Database.Database,
  ) {
    this.catalogue = new Catalogue(database);
    this.projections = new ProjectionTable(database);
    this.transactions = new Transactions(database);
    this.notice = new CommitNotice(file);
  }

  /** Creates the file where there is none, because a reader may come before the writer. Fails with CannotOpenDocuments. */
  static async open(file: string): Promise<SqliteDocumentReader> {
    return new SqliteDocumentReader(file, openDatabase(file, 'reader'));
  }

  async get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined> {
    return this.reading(collection, (found) => found.get<Body>(id));
  }

  async getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    return this.reading(collection, (found) => this.transactions.reading(() => found.getMany<Body>(ids)));
  }

  async find<Body>(collection: string, query: Find): Promise<Page<Body>> {
    return this.reading(collection, (found) => {
      checkFind(collection, found.definition, query);
      return this.transactions.reading(() => find<Body>(found, query));
    });
  }

  async count(collection: string, query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap: number = COUNT_CAP): Promise<Count> {
    return this.reading(collection, (found) => {
      checkCount(collection, found.definition, query, cap);
      return this.transactions.reading(() => count(found, query, cap));
    });
  }

  async readProjection(projection: string): Promise<ProjectionRecord | undefined> {
    try {
      return this.projections.read(projection);
    } catch (error) {
      throw failureOf(error);
    }
  }

  watch(listener: () => void): () => void {
    return this.notice.watch(listener);
  }

  async close(): Promise<void> {
    this.notice.close();
    this.database.close();
  }

  /** What is remembered of a collection may be of one that was dropped: its tables are missing then, and it is looked up again. */
  protected reading<Result>(name: string, read: (collection: Collection) => Result): Result {
    try {
      return read(this.catalogue.collection(name));
    } catch (error) {
      if (!isMissingTable(error)) throw failureOf(error);
    }
    this.catalogue.forget(name);
    try {
      return read(this.catalogue.collection(name));
    } catch (error) {
      throw failureOf(error);
    }
  }
}
