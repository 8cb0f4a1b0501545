import type { Collection, Db } from 'mongodb';
import { checkCount, checkDefinition, checkFind, checkPut, checkRemoval } from '../checks.js';
import type {
  CollectionDefinition,
  CollectionWrites,
  Commit,
  Count,
  DocumentStore,
  Find,
  Guarded,
  Lease,
  Page,
  ProjectionRecord,
  StoredDocument,
} from '../document-store.js';
import { COUNT_CAP } from '../limits.js';
import { Catalogue } from './catalogue.js';
import type { Connection } from './connection.js';
import { bounded } from './failure.js';
import { count, find } from './find.js';
import { Leases } from './leases.js';
import { READ_MS_MAX } from './limits.js';
import { Records } from './records.js';
import { steps } from './steps.js';
import { putOf, READ, textOf, tombstoneOf, type Read, type Stored } from './stored.js';
import { Views } from './views.js';
import { Watching } from './watching.js';
import { writeGuarded } from './write.js';

/** Documents in MongoDB, without transactions: the guards and the order of the writes make up for them (models and properties show it). Everything fails with
 *  DocumentsUnavailable while the server is away, and works again when it is back. */
export class MongoDocumentStore implements DocumentStore {
  readonly #connection: Connection;
  readonly #db: Db;
  readonly #catalogue: Catalogue;
  readonly #records: Records;
  readonly #leases: Leases;
  readonly #watching: Watching;
  readonly #views: Views;

  /** The connection is closed with the store. */
  constructor(connection: Connection, db: Db, warn: (message: string) => void) {
    this.#connection = connection;
    this.#db = db;
    this.#catalogue = new Catalogue(db);
    this.#records = new Records(db);
    this.#leases = new Leases(db);
    this.#views = new Views(
      (command) => bounded('keeping views', () => db.command(command)),
      (projection) => this.readProjection(projection),
      warn,
    );
    this.#watching = new Watching(() => bounded('watching', () => this.#records.marks()));
  }

  define(collection: string, definition: CollectionDefinition): Promise<void> {
    return bounded('defining a collection', async () => {
      checkDefinition(collection, definition);
      await this.#catalogue.define(collection, definition);
    });
  }

  drop(collection: string): Promise<void> {
    return bounded('dropping a collection', () => this.#catalogue.drop(collection));
  }

  get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined> {
    return bounded('reading a document', async () => {
      const found = await this.#documents(collection).findOne<Read>({ _id: id }, { projection: READ, maxTimeMS: READ_MS_MAX });
      if (!found) await this.#catalogue.look(collection);
      return found && !(found as Stored).removed ? textOf<Body>(found) : undefined;
    });
  }

  async getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    const found = new Map<string, StoredDocument<Body>>();
    for (const stored of await this.#many(collection, ids)) if (!stored.removed) found.set(stored._id, textOf<Body>(stored));
    return found;
  }

  async getGuarded<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Guarded<Body>>> {
    const found = new Map<string, Guarded<Body>>();
    for (const stored of await this.#many(collection, ids, 'majority')) {
      const { _id: id, position } = stored;
      found.set(id, stored.removed ? { removed: true, id, position } : textOf<Body>(stored));
    }
    return found;
  }

  find<Body>(collection: string, query: Find): Promise<Page<Body>> {
    return bounded('finding documents', async () => {
      checkFind(collection, await this.#catalogue.definitionOf(collection), query);
      const page = await find<Body>(this.#documents(collection), query);
      if (page.items.length === 0) await this.#catalogue.look(collection);
      return page;
    });
  }

  count(collection: string, query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap: number = COUNT_CAP): Promise<Count> {
    return bounded('counting documents', async () => {
      checkCount(collection, await this.#catalogue.definitionOf(collection), query, cap);
      const counted = await count(this.#documents(collection), query, cap);
      if (counted.count === 0) await this.#catalogue.look(collection);
      return counted;
    });
  }

  async commit({ writes, checkpoint }: Commit): Promise<void> {
    const checked: (readonly [Collection<Stored>, readonly Stored[]])[] = [];
    for (const each of writes) checked.push([this.#documents(each.collection), await this.#checked(each)]);
    if (checkpoint) await bounded('reading a build', () => this.#records.checkBuild(checkpoint.projection, checkpoint.build));
    for (const [collection, documents] of checked) await writeGuarded(collection, documents);
    if (checkpoint)
      await bounded('moving a checkpoint', () => this.#records.advance(checkpoint.projection, checkpoint.build, checkpoint.checkpoint));
    this.#watching.tell();
    await this.#views.catchUp();
  }

  readProjection(projection: string): Promise<ProjectionRecord | undefined> {
    return bounded('reading the record of a projection', () => this.#records.read(projection));
  }

  async compareAndSetProjection(expected: number, next: ProjectionRecord): Promise<boolean> {
    const set = await bounded('writing the record of a projection', () => this.#records.compareAndSet(expected, next));
    if (set) {
      this.#watching.tell();
      await this.#views.follow(next);
    }
    return set;
  }

  readLease(name: string): Promise<Lease> {
    return bounded('reading a lease', () => this.#leases.read(name));
  }

  compareAndSetLease(name: string, expected: number, holder: string | undefined): Promise<boolean> {
    return bounded('taking a lease', () => this.#leases.compareAndSet(name, expected, holder));
  }

  watch(listener: () => void): () => void {
    return this.#watching.watch(listener);
  }

  async close(): Promise<void> {
    this.#watching.close();
    await this.#connection.close();
  }

  #documents(collection: string): Collection<Stored> {
    return this.#db.collection<Stored>(collection);
  }

  async #many(collection: string, ids: readonly string[], readConcern?: 'majority'): Promise<readonly ReadGuarded[]> {
    const options = { projection: READ, maxTimeMS: READ_MS_MAX, ...(readConcern ? { readConcern } : {}) };
    const documents = this.#documents(collection);
    const found: ReadGuarded[] = [];
    for (const some of steps(ids))
      found.push(...(await bounded('reading documents', () => documents.find<ReadGuarded>({ _id: { $in: some } }, options).toArray())));
    if (found.length === 0) await bounded('looking for a collection', () => this.#catalogue.look(collection));
    return found;
  }

  /** Checks all of a commit before anything of it is written. */
  async #checked({ collection, puts, removals }: CollectionWrites): Promise<readonly Stored[]> {
    const { orders, maps } = await bounded('looking for a collection', () => this.#catalogue.look(collection));
    const named = new Set(maps);
    return [
      ...puts.map((put, index) => putOf(put, checkPut(index, put, orders), orders, named)),
      ...removals.map((removal, index) => {
        checkRemoval(index, removal);
        return tombstoneOf(removal);
      }),
    ];
  }
}

type ReadGuarded = Read | Extract<Stored, { removed: true }>;
