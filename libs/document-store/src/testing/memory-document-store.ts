import { checkCount, checkDefinition, checkFind, checkPut, checkRemoval } from '../checks.js';
import {
  sameDefinition,
  type Checkpoint,
  type CollectionDefinition,
  type Commit,
  type Count,
  type DocumentStore,
  type Find,
  type Guarded,
  type Lease,
  type Page,
  type ProjectionRecord,
  type StoredDocument,
} from '../document-store.js';
import { DefinedOtherwise, UnknownBuild, UnknownCollection } from '../failures.js';
import { COUNT_CAP } from '../limits.js';
import { servesFromFurtherBack } from '../serving-back.js';
import { MemoryCollection } from './memory-collection.js';

/** Where a step is taken: before each document that is read or written, and before the checkpoint. */
export type StepPlace = 'read' | 'write' | 'checkpoint';

/** The whole port in memory, as plainly as it can be written: the reference that the adapters are compared with, and a store for tests. With
 *  `step` it is a store without transactions: it is called between any two documents, and what it throws ends the call there. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #collections = new Map<string, MemoryCollection>();
  readonly #projections = new Map<string, ProjectionRecord>();
  readonly #leases = new Map<string, Lease>();
  readonly #listeners = new Set<() => void>();
  readonly #step: ((place: StepPlace) => void | Promise<void>) | undefined;

  constructor(options: { readonly step?: (place: StepPlace) => void | Promise<void> } = {}) {
    this.#step = options.step;
  }

  async define(collection: string, definition: CollectionDefinition): Promise<void> {
    checkDefinition(collection, definition);
    const standing = this.#collections.get(collection);
    if (!standing) this.#collections.set(collection, new MemoryCollection(definition));
    else if (!sameDefinition(standing.definition, definition)) throw new DefinedOtherwise(collection);
  }

  async drop(collection: string): Promise<void> {
    this.#collections.delete(collection);
  }

  async get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined> {
    return this.#collection(collection).get(id);
  }

  async getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    const found = new Map<string, StoredDocument<Body>>();
    for (const id of ids) {
      if (this.#step) await this.#step('read');
      const document = this.#collection(collection).get(id);
      if (document) found.set(id, document);
    }
    return found;
  }

  async getGuarded<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Guarded<Body>>> {
    const found = new Map<string, Guarded<Body>>();
    for (const id of ids) {
      if (this.#step) await this.#step('read');
      const document = this.#collection(collection).guarded(id);
      if (document) found.set(id, document);
    }
    return found;
  }

  async find<Body>(collection: string, query: Find): Promise<Page<Body>> {
    const found = this.#collection(collection);
    checkFind(collection, found.definition, query);
    return found.find(query);
  }

  async count(collection: string, query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap: number = COUNT_CAP): Promise<Count> {
    const found = this.#collection(collection);
    checkCount(collection, found.definition, query, cap);
    return found.count(query, cap);
  }

  async commit(commit: Commit): Promise<void> {
    const writes = this.#checked(commit);
    for (const { place, write } of writes) {
      if (this.#step) await this.#step(place);
      write();
    }
    for (const listener of this.#listeners) queueMicrotask(listener);
  }

  async readProjection(projection: string): Promise<ProjectionRecord | undefined> {
    return this.#projections.get(projection);
  }

  async compareAndSetProjection(expected: number, next: ProjectionRecord): Promise<boolean> {
    const standing = this.#projections.get(next.projection);
    if ((standing?.revision ?? 0) !== expected || servesFromFurtherBack(standing, next)) return false;
    const builds = Object.fromEntries(
      Object.entries(next.builds).map(([id, build]) => {
        const checkpoint = newer(standing?.builds[id]?.checkpoint, build.checkpoint);
        return [id, checkpoint ? { ...build, checkpoint } : build];
      }),
    );
    this.#projections.set(next.projection, { ...next, revision: expected + 1, builds });
    for (const listener of this.#listeners) queueMicrotask(listener);
    return true;
  }

  async readLease(name: string): Promise<Lease> {
    return this.#leases.get(name) ?? { fence: 0 };
  }

  async compareAndSetLease(name: string, expected: number, holder: string | undefined): Promise<boolean> {
    if ((this.#leases.get(name)?.fence ?? 0) !== expected) return false;
    this.#leases.set(name, { fence: expected + 1, ...(holder === undefined ? {} : { holder }) });
    return true;
  }

  watch(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  #collection(name: string): MemoryCollection {
    const collection = this.#collections.get(name);
    if (!collection) throw new UnknownCollection(name);
    return collection;
  }

  /** Checks all of the commit before anything of it is written. */
  #checked({ writes, checkpoint }: Commit): { place: StepPlace; write: () => void }[] {
    const checked: { place: StepPlace; write: () => void }[] = [];
    for (const { collection: name, puts, removals } of writes) {
      const collection = this.#collection(name);
      for (const [i, put] of puts.entries()) {
        const json = checkPut(i, put, collection.definition.orders);
        checked.push({ place: 'write', write: () => collection.put(put, json) });
      }
      for (const [i, removal] of removals.entries()) {
        checkRemoval(i, removal);
        checked.push({ place: 'write', write: () => collection.remove(removal) });
      }
    }
    if (checkpoint) {
      this.#build(checkpoint.projection, checkpoint.build);
      checked.push({ place: 'checkpoint', write: () => this.#advance(checkpoint) });
    }
    return checked;
  }

  #advance({ projection, build: id, checkpoint }: NonNullable<Commit['checkpoint']>): void {
    const { record, build } = this.#build(projection, id);
    const kept = newer(build.checkpoint, checkpoint);
    if (kept) this.#projections.set(projection, { ...record, builds: { ...record.builds, [id]: { ...build, checkpoint: kept } } });
  }

  #build(projection: string, id: string) {
    const record = this.#projections.get(projection);
    const build = record?.builds[id];
    if (!record || !build) throw new UnknownBuild(projection, id);
    return { record, build };
  }
}

const newer = (standing: Checkpoint | undefined, offered: Checkpoint | undefined): Checkpoint | undefined =>
  !offered || (standing && standing.position >= offered.position) ? standing : offered;
