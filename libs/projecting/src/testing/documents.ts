import { createHash } from 'node:crypto';
import type { DocumentReader } from '@docket/document-store';

/** A document as two stores are compared by it. */
export interface ComparedDocument {
  readonly position: string;
  readonly body: unknown;
}

/** Collection (without its build) → id → document. */
export type Documents = ReadonlyMap<string, ReadonlyMap<string, ComparedDocument>>;

/** JSON with sorted keys: two values that mean the same give the same text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** One hash over all documents: id, position and body of each, in the order of collections and ids. */
export const hashOf = (documents: Documents): string => {
  const hash = createHash('sha256');
  for (const [collection, id, document] of listed(documents))
    hash.update(`${canonical([collection, id, document.position, document.body])}\n`);
  return hash.digest('hex');
};

/** The first document in which the two differ, for people; undefined where there is none. */
export const firstDifference = (expected: Documents, actual: Documents): string | undefined => {
  for (const [collection, id, document] of listed(expected)) {
    const other = actual.get(collection)?.get(id);
    if (!other) return `${collection}/${id} is missing; expected ${canonical(document)}`;
    if (canonical(other) !== canonical(document)) return `${collection}/${id} is ${canonical(other)}; expected ${canonical(document)}`;
  }
  for (const [collection, id, document] of listed(actual)) {
    if (!expected.get(collection)?.has(id)) return `${collection}/${id} is there and should not be: ${canonical(document)}`;
  }
  return undefined;
};

const WALK_PAGE = 1_000;

/** All documents of a collection, by a walk through one of its orders. */
export const documentsByOrder = async (
  documents: DocumentReader,
  physical: string,
  order: string,
): Promise<ReadonlyMap<string, ComparedDocument>> => {
  const found = new Map<string, ComparedDocument>();
  let page = await documents.find(physical, { order, limit: WALK_PAGE });
  for (;;) {
    for (const { id, position, body } of page.items) found.set(id, { position, body });
    if (!page.next) return found;
    page = await documents.find(physical, { order, limit: WALK_PAGE, after: page.next });
  }
};

/** The documents with these ids that are there. */
export const documentsById = async (
  documents: DocumentReader,
  physical: string,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, ComparedDocument>> => {
  const found = await documents.getMany(physical, [...ids]);
  return new Map([...found].map(([id, { position, body }]) => [id, { position, body }]));
};

const listed = function* (documents: Documents): Iterable<[string, string, ComparedDocument]> {
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
  for (const [collection, entries] of [...documents].sort(byName)) {
    for (const [id, document] of [...entries].sort(byName)) yield [collection, id, document];
  }
};
