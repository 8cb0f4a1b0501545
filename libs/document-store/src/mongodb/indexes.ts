import type { CollectionDefinition } from '../document-store.js';

/** An index: its name, by which each query says which one serves it, and its fields. */
export interface DeclaredIndex {
  readonly name: string;
  readonly key: Readonly<Record<string, 1>>;
}

/** Serves a list by one order. */
export const orderIndexName = (order: string): string => `by ${order}`;
/** Serves a list by one order of the documents that have a term. */
export const termIndexName = (order: string): string => `terms by ${order}`;

export const orderPath = (order: string): string => `orders.${order}`;

/** The indexes of a collection. `removed` leads, so that no tombstone is met; `terms` is the one array; the id at the end breaks ties. */
export const indexesOf = ({ orders, terms = true }: CollectionDefinition): readonly DeclaredIndex[] => [
  ...orders.map((order) => ({ name: orderIndexName(order), key: { removed: 1, [orderPath(order)]: 1, _id: 1 } as const })),
  ...(terms
    ? orders.map((order) => ({ name: termIndexName(order), key: { removed: 1, terms: 1, [orderPath(order)]: 1, _id: 1 } as const }))
    : []),
];
