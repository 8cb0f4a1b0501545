import type { Collection, Db } from 'mongodb';
import { sameDefinition, type CollectionDefinition } from '../document-store.js';
import { DefinedOtherwise, UnknownCollection } from '../failures.js';
import { DUPLICATE_KEY } from './failure.js';
import { indexesOf } from './indexes.js';

interface Entry {
  readonly _id: string;
  readonly name: string;
  readonly orders: readonly string[];
  readonly terms: boolean;
  readonly maps?: readonly string[];
}

/** Which collections there are, and how each is defined. A name with its build is never defined twice in different ways, so what was seen once stays right
 *  until the collection is gone. */
export class Catalogue {
  readonly #entries: Collection<Entry>;
  readonly #known = new Map<string, CollectionDefinition>();

  constructor(private readonly db: Db) {
    this.#entries = db.collection('docket.collections');
  }

  /** The definition as far as it is known here. Fails with UnknownCollection. */
  async definitionOf(collection: string): Promise<CollectionDefinition> {
    return this.#known.get(collection) ?? this.look(collection);
  }

  /** Looks whether the collection is (still) there: whoever found nothing must know. Fails with UnknownCollection. */
  async look(collection: string): Promise<CollectionDefinition> {
    const entry = await this.#entries.findOne({ _id: collection });
    if (!entry) {
      this.#known.delete(collection);
      throw new UnknownCollection(collection);
    }
    const definition = { name: entry.name, orders: entry.orders, terms: entry.terms, maps: entry.maps ?? [] };
    this.#known.set(collection, definition);
    return definition;
  }

  /** The indexes first: a collection that is in the catalogue has them. */
  async define(collection: string, definition: CollectionDefinition): Promise<void> {
    const { name, orders, terms = true, maps = [] } = definition;
    const standing = await this.#entries.findOne({ _id: collection });
    if (!standing) {
      await this.#createIndexes(collection, definition);
      await this.#entries.insertOne({ _id: collection, name, orders, terms, maps }).catch(unlessThere);
    }
    const defined = await this.look(collection);
    if (!sameDefinition(defined, definition)) throw new DefinedOtherwise(collection);
  }

  /** The entry first: nobody finds a collection that is half gone. */
  async drop(collection: string): Promise<void> {
    this.#known.delete(collection);
    await this.#entries.deleteOne({ _id: collection });
    await this.db.collection(collection).drop().catch(unlessGone);
  }

  async #createIndexes(collection: string, definition: CollectionDefinition): Promise<void> {
    const indexes = indexesOf(definition);
    if (indexes.length > 0) await this.db.collection(collection).createIndexes(indexes.map(({ name, key }) => ({ name, key: { ...key } })));
  }
}

const NAMESPACE_NOT_FOUND = 26;

/** MongoDB 7 and later drop in silence what is not there; others say so, and some by the message alone. */
const unlessGone = (error: unknown): void => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== NAMESPACE_NOT_FOUND && message !== 'ns not found') throw error;
};

/** Somebody else has defined it at the same moment: whether alike is seen when it is read. */
const unlessThere = (error: unknown): void => {
  if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
};
