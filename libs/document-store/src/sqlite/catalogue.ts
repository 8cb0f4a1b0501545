import type Database from 'better-sqlite3';
import type { CollectionDefinition } from '../document-store.js';
import { UnknownCollection } from '../failures.js';
import { Collection } from './collection.js';

/** The collections that are defined, as this connection last saw them. A name that is not known here is looked up in the file, and one that was
 *  dropped reveals itself by its missing tables: `forget` it then. */
export class Catalogue {
  readonly #known = new Map<string, Collection>();
  readonly #select: Database.Statement<[string], [number, string]>;

  constructor(private readonly database: Database.Database) {
    this.#select = database.prepare<[string], [number, string]>('SELECT number, definition FROM collection WHERE name = ?').raw();
  }

  /** Fails with UnknownCollection. */
  collection(name: string): Collection {
    const known = this.#known.get(name) ?? this.find(name);
    if (!known) throw new UnknownCollection(name);
    return known;
  }

  find(name: string): Collection | undefined {
    const row = this.#select.get(name);
    if (!row) return undefined;
    const [number, definition] = row;
    const collection = new Collection(this.database, name, number, JSON.parse(definition) as CollectionDefinition);
    this.#known.set(name, collection);
    return collection;
  }

  forget(name: string): void {
    this.#known.delete(name);
  }

  forgetAll(): void {
    this.#known.clear();
  }
}
