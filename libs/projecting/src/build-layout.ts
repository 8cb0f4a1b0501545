import { collectionOf, InvalidDocument, type CollectionDefinition, type OrderValue, type Put } from '@docket/document-store';
import { describedFields } from './fields.js';
import type { OrderBy, ProjectedCollection, Projection } from './projection.js';

/** A collection of one build: its physical name, and how a document of it is put. */
export class BuildCollection {
  readonly name: string;
  readonly physical: string;
  readonly definition: CollectionDefinition;
  readonly #collection: ProjectedCollection;

  constructor(collection: ProjectedCollection, build: string) {
    this.#collection = collection;
    this.name = collection.name;
    this.physical = collectionOf(collection.name, build);
    const maps = describedFields(collection.fields)
      .filter(([, { type }]) => type === 'map')
      .map(([field]) => field);
    this.definition = {
      name: collection.name,
      orders: Object.keys(collection.orders),
      ...(collection.terms ? {} : { terms: false }),
      ...(maps.length > 0 ? { maps } : {}),
    };
  }

  /** Fails with InvalidDocument where the document does not give its terms or its place in an order. */
  put(id: string, position: string, body: object): Put {
    const collection = this.#collection;
    const { orders } = collection;
    const values: Record<string, OrderValue> = {};
    let field = 'terms';
    try {
      const terms = collection.terms?.(body) ?? [];
      for (field in orders) values[field] = (orders[field] as OrderBy<object>).by(body);
      return { id, position, terms, orders: values, body };
    } catch (error) {
      throw new InvalidDocument(`${this.name}.${field}`, error instanceof Error ? error.message : String(error));
    }
  }
}

/** Where one build of a projection keeps its documents, and which events it takes. */
export interface BuildLayout {
  readonly projection: Projection;
  readonly build: string;
  readonly takes: ReadonlySet<string>;
  readonly rows: BuildCollection;
  readonly derived: readonly BuildCollection[];
}

export const layoutOf = (projection: Projection, build: string): BuildLayout => ({
  projection,
  build,
  takes: new Set(projection.events),
  rows: new BuildCollection(projection.rows, build),
  derived: (projection.derived ?? []).map((collection) => new BuildCollection(collection, build)),
});

/** The names, without a build, of all that a projection writes. */
export const collectionNames = (projection: Projection): readonly string[] => [
  projection.rows.name,
  ...(projection.derived ?? []).map(({ name }) => name),
];

/** Fails where two projections share a name, or two collections do: a document belongs to one projection, as row or as derived. */
export const checkProjections = (projections: readonly Projection[]): void => {
  const names = new Set<string>();
  const owners = new Map<string, string>();
  for (const projection of projections) {
    if (names.has(projection.name)) throw new Error(`two projections are called ${projection.name}`);
    names.add(projection.name);
    for (const collection of collectionNames(projection)) {
      const owner = owners.get(collection);
      if (owner !== undefined) throw new Error(`collection ${collection} belongs to projection ${owner} and to ${projection.name}`);
      owners.set(collection, projection.name);
    }
  }
};
