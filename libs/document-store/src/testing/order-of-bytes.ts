import type { OrderValue } from '../document-store.js';

/** Numbers numerically, strings by their UTF-8 bytes, numbers before strings: as SQLite and MongoDB compare. */
export const compareValues = (a: OrderValue, b: OrderValue): number => {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : Buffer.compare(Buffer.from(a), Buffer.from(b));
};
