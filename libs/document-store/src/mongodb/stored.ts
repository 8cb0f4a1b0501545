import { BSON } from 'mongodb';
import type { OrderValue, Put, Removal } from '../document-store.js';
import { StoredText } from '../stored-text.js';
import { fieldsOf } from './fields.js';
import { FIELDS_BYTES_MAX, FIELDS_GROWTH_MAX } from './limits.js';
import { sortable } from './sortable.js';

/** A document as it lies in MongoDB. */
export interface StoredPut {
  readonly _id: string;
  /** Of the last event that changed it. */
  readonly position: string;
  readonly removed: false;
  readonly terms: readonly string[];
  /** Made sortable. */
  readonly orders: Readonly<Record<string, OrderValue>>;
  /** The body as Docket reads it. */
  readonly json: string;
  /** The body as analysts read it. */
  readonly fields?: Record<string, unknown>;
}

/** What is left of a document that was removed: its position guards. */
export interface Tombstone {
  readonly _id: string;
  readonly position: string;
  readonly removed: true;
}

export type Stored = StoredPut | Tombstone;

/** Everything of a document but what only analysts read. */
export const READ = { _id: 1, position: 1, removed: 1, terms: 1, json: 1 } as const;
export type Read = Omit<StoredPut, 'orders' | 'fields'>;

export const putOf = (put: Put, json: string, orders: readonly string[], maps: ReadonlySet<string>): StoredPut => ({
  _id: put.id,
  position: put.position,
  removed: false,
  terms: [...new Set(put.terms)],
  orders: Object.fromEntries(orders.map((order) => [order, sortable(put.orders[order] as OrderValue)])),
  json,
  ...fieldsFor(json, maps),
});

/** None where MongoDB would refuse the document for its size: what can't be written would hold up all that follows. */
const fieldsFor = (json: string, maps: ReadonlySet<string>): Pick<StoredPut, 'fields'> => {
  // Parsed from the text, so that analysts see what is read and nothing that JSON does not hold.
  const fields = fieldsOf(JSON.parse(json) as object, maps);
  const isSmall = Buffer.byteLength(json) * FIELDS_GROWTH_MAX <= FIELDS_BYTES_MAX;
  return isSmall || BSON.calculateObjectSize(fields) <= FIELDS_BYTES_MAX ? { fields } : {};
};

/** What analysts see of a collection: its documents' own fields, and `_id`. */
export const VIEW_PIPELINE: readonly object[] = [
  { $match: { removed: false, fields: { $type: 'object' } } },
  { $replaceRoot: { newRoot: { $mergeObjects: [{ _id: '$_id' }, '$fields'] } } },
];

export const tombstoneOf = ({ id, position }: Removal): Tombstone => ({ _id: id, position, removed: true });

export const textOf = <Body>({ _id, position, terms, json }: Read): StoredText<Body> =>
  new StoredText(_id, position, JSON.stringify(terms), json);
