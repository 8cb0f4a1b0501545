import type {
  CollectionDefinition,
  Commit,
  Count,
  DocumentStore,
  Find,
  Guarded,
  Lease,
  Page,
  ProjectionRecord,
  StoredDocument,
} from '@docket/document-store';

/** The ids that were written, by physical collection: what to look at when stores are compared. */
export type WrittenIds = Map<string, Set<string>>;

/** A document store without transactions, as one engine sees it: between any two documents that it reads or writes it waits until `gate` lets
 *  it go on. A gate that never does is a crash at that place. Engines share the store beneath. */
export class SteppedStore implements DocumentStore {
  readonly #inner: DocumentStore;
  readonly #gate: () => Promise<void>;
  readonly #written: WrittenIds;

  constructor(inner: DocumentStore, gate: () => Promise<void>, written: WrittenIds = new Map()) {
    this.#inner = inner;
    this.#gate = gate;
    this.#written = written;
  }

  async getGuarded<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Guarded<Body>>> {
    const found = new Map<string, Guarded<Body>>();
    for (const id of ids) {
      await this.#gate();
      for (const [key, document] of await this.#inner.getGuarded<Body>(collection, [id])) found.set(key, document);
    }
    return found;
  }

  async commit({ writes, checkpoint }: Commit): Promise<void> {
    for (const { collection, puts, removals } of writes) {
      const written = this.#idsOf(collection);
      for (const put of puts) {
        await this.#gate();
        written.add(put.id);
        await this.#inner.commit({ writes: [{ collection, puts: [put], removals: [] }] });
      }
      for (const removal of removals) {
        await this.#gate();
        await this.#inner.commit({ writes: [{ collection, puts: [], removals: [removal] }] });
      }
    }
    if (!checkpoint) return;
    await this.#gate();
    await this.#inner.commit({ writes: [], checkpoint });
  }

  async readProjection(projection: string): Promise<ProjectionRecord | undefined> {
    await this.#gate();
    return this.#inner.readProjection(projection);
  }

  async compareAndSetProjection(expected: number, next: ProjectionRecord): Promise<boolean> {
    await this.#gate();
    return this.#inner.compareAndSetProjection(expected, next);
  }

  readLease(name: string): Promise<Lease> {
    return this.#inner.readLease(name);
  }

  compareAndSetLease(name: string, expected: number, holder: string | undefined): Promise<boolean> {
    return this.#inner.compareAndSetLease(name, expected, holder);
  }

  async drop(collection: string): Promise<void> {
    await this.#gate();
    await this.#inner.drop(collection);
  }

  define(collection: string, definition: CollectionDefinition): Promise<void> {
    return this.#inner.define(collection, definition);
  }

  get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined> {
    return this.#inner.get(collection, id);
  }

  getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    return this.#inner.getMany(collection, ids);
  }

  find<Body>(collection: string, query: Find): Promise<Page<Body>> {
    return this.#inner.find(collection, query);
  }

  count(collection: string, query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap?: number): Promise<Count> {
    return this.#inner.count(collection, query, cap);
  }

  watch(listener: () => void): () => void {
    return this.#inner.watch(listener);
  }

  async close(): Promise<void> {}

  #idsOf(collection: string): Set<string> {
    let ids = this.#written.get(collection);
    if (!ids) this.#written.set(collection, (ids = new Set()));
    return ids;
  }
}
