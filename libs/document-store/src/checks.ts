import type { CollectionDefinition, Find, OrderValue, Put, Removal } from './document-store.js';
import { InvalidDocument, InvalidQuery, TooLarge, UnknownOrder } from './failures.js';
import {
  COLLECTION_NAME_BYTES_MAX,
  DOCUMENT_BYTES_MAX,
  EXAMINED_MAX,
  FIND_LIMIT_MAX,
  FIND_TERMS_MAX,
  ID_BYTES_MAX,
  ORDERS_MAX,
  ORDER_VALUE_BYTES_MAX,
  TERMS_MAX,
  TERM_BYTES_MAX,
} from './limits.js';

/** What every adapter refuses, and how: the rules of the port, written once. */

type Invalid = new (field: string, reason: string) => Error;

/** UTF-8 takes at most three bytes for one UTF-16 unit, so short texts need no measuring. */
const checkBytes = (field: string, text: string, max: number): void => {
  if (text.length * 3 <= max) return;
  const bytes = Buffer.byteLength(text);
  if (bytes > max) throw new TooLarge(field, bytes, max);
};

const checkText = (field: string, text: unknown, max: number, Failure: Invalid): void => {
  if (typeof text !== 'string') throw new Failure(field, 'is not a string');
  // A lone surrogate has no UTF-8 form: it would be stored as another text.
  if (!text.isWellFormed()) throw new Failure(field, 'is not well-formed Unicode');
  checkBytes(field, text, max);
};

const checkValue = (field: string, value: OrderValue | undefined, Failure: Invalid): void => {
  if (typeof value === 'string') checkText(field, value, ORDER_VALUE_BYTES_MAX, Failure);
  else if (typeof value !== 'number' || !Number.isFinite(value)) throw new Failure(field, 'is neither a string nor a finite number');
};

const checkTerms = (field: () => string, terms: readonly string[], Failure: Invalid): void => {
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i];
    if (typeof term === 'string' && term.length * 3 <= TERM_BYTES_MAX && term.isWellFormed()) continue;
    checkText(`${field()}[${i}]`, term, TERM_BYTES_MAX, Failure);
  }
};

const checkId = (field: () => string, { id, position }: Removal): void => {
  if (!isPlain(id)) checkText(`${field()}.id`, id, ID_BYTES_MAX, InvalidDocument);
  if (id === '') throw new InvalidDocument(`${field()}.id`, 'is empty');
  if (!isPlain(position)) checkText(`${field()}.position`, position, ID_BYTES_MAX, InvalidDocument);
};

export const checkDefinition = (collection: string, definition: CollectionDefinition): void => {
  checkText('collection', collection, COLLECTION_NAME_BYTES_MAX, InvalidDocument);
  if (collection === '') throw new InvalidDocument('collection', 'is empty');
  const { orders } = definition;
  if (orders.length > ORDERS_MAX) throw new TooLarge('orders', orders.length, ORDERS_MAX);
  if (new Set(orders).size < orders.length) throw new InvalidDocument('orders', 'one is there twice');
};

/** Checks the put at this place of a commit's `puts`, and gives its body as JSON. (Fields are named only where something is wrong: this is done for
 *  every document that is written.) */
export const checkPut = (index: number, put: Put, orders: readonly string[]): string => {
  const field = (): string => `puts[${index}]`;
  checkId(field, put);
  if (put.terms.length > TERMS_MAX) throw new TooLarge(`${field()}.terms`, put.terms.length, TERMS_MAX);
  checkTerms(() => `${field()}.terms`, put.terms, InvalidDocument);
  for (const order of orders) {
    const value = put.orders[order];
    if (!isPlain(value)) checkValue(`${field()}.orders.${order}`, value, InvalidDocument);
  }
  const json: string | undefined = JSON.stringify(put.body);
  if (json === undefined) throw new InvalidDocument(`${field()}.body`, 'is nothing that JSON can hold');
  if (json.length * 3 > DOCUMENT_BYTES_MAX) checkBytes(`${field()}.body`, json, DOCUMENT_BYTES_MAX);
  return json;
};

/** Checks the removal at this place of a commit's `removals`. */
export const checkRemoval = (index: number, removal: Removal): void => checkId(() => `removals[${index}]`, removal);

/** Most texts, told at once: short and well-formed. */
const isPlain = (value: unknown): boolean => typeof value === 'string' && value.length * 3 <= TERM_BYTES_MAX && value.isWellFormed();

/** Checks what find and count have in common. */
const checkFilter = (
  collection: string,
  definition: CollectionDefinition,
  query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>,
): void => {
  if (!definition.orders.includes(query.order)) throw new UnknownOrder(collection, query.order);
  const { all = [], any = [], none = [], range } = query;
  let terms = all.length + none.length;
  checkTerms(() => 'all', all, InvalidQuery);
  checkTerms(() => 'none', none, InvalidQuery);
  for (const [i, group] of any.entries()) {
    checkTerms(() => `any[${i}]`, group, InvalidQuery);
    terms += group.length;
  }
  if (terms > FIND_TERMS_MAX) throw new TooLarge('all, any and none', terms, FIND_TERMS_MAX);
  if (terms > 0 && definition.terms === false)
    throw new InvalidQuery('all, any and none', `collection ${collection} is not found by terms`);
  if (range?.from !== undefined) checkValue('range.from', range.from, InvalidQuery);
  if (range?.to !== undefined) checkValue('range.to', range.to, InvalidQuery);
};

export const checkFind = (collection: string, definition: CollectionDefinition, query: Find): void => {
  checkFilter(collection, definition, query);
  const { limit, after } = query;
  if (!Number.isInteger(limit) || limit < 1) throw new InvalidQuery('limit', 'is not a whole number from 1 on');
  if (limit > FIND_LIMIT_MAX) throw new TooLarge('limit', limit, FIND_LIMIT_MAX);
  if (after === undefined) return;
  checkValue('after.value', after.value, InvalidQuery);
  checkText('after.id', after.id, ID_BYTES_MAX, InvalidQuery);
};

export const checkCount = (
  collection: string,
  definition: CollectionDefinition,
  query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>,
  cap: number,
): void => {
  checkFilter(collection, definition, query);
  if (!Number.isInteger(cap) || cap < 1) throw new InvalidQuery('cap', 'is not a whole number from 1 on');
  if (cap > EXAMINED_MAX) throw new TooLarge('cap', cap, EXAMINED_MAX);
};
