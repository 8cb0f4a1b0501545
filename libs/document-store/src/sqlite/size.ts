import type { Collection } from './collection.js';

/** How many documents the collection has, tombstones not counted. */
export const documentsOf = (collection: Collection): number => {
  const row = collection.statement<[number]>('documents', () => 'SELECT documents FROM collection WHERE number = ?').get(collection.number);
  return row ? row[0] : 0;
};
