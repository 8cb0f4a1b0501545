import type { Find, OrderValue, PageEnd } from '../document-store.js';
import type { Collection } from './collection.js';
import type { Piece } from './filter.js';
import { orderIndex, valueColumn } from './schema.js';

/** A stretch of one order: what of a collection's list a query may look at, from where it goes on to where its range ends. */
export interface Stretch extends Piece {
  /** The column and the index of the order. */
  readonly value: string;
  readonly index: string;
  readonly by: string;
}

export const stretchOf = (collection: Collection, query: Pick<Find, 'order' | 'direction' | 'range' | 'after'>): Stretch => {
  const order = collection.definition.orders.indexOf(query.order);
  const value = valueColumn(order);
  const descending = query.direction === 'descending';
  const conditions: string[] = [];
  const parameters: OrderValue[] = [];
  let shape = `${order}${descending ? 'd' : 'a'}`;
  const { after } = query;
  let { from, to } = query.range ?? {};
  if (after !== undefined) {
    // Of the range's bound and the place to go on from only the narrower is asked for, so that the index is entered there.
    if (descending ? to === undefined || !isBelow(to, after.value, true) : from === undefined || !isBelow(after.value, from, false)) {
      conditions.push(`(${value}, id) ${descending ? '<' : '>'} (?, ?)`);
      parameters.push(after.value, after.id);
      shape += 'p';
      if (descending) to = undefined;
      else from = undefined;
    }
  }
  if (from !== undefined) {
    conditions.push(`${value} >= ?`);
    parameters.push(from);
    shape += 'f';
  }
  if (to !== undefined) {
    conditions.push(`${value} < ?`);
    parameters.push(to);
    shape += 't';
  }
  const direction = descending ? ' DESC' : '';
  return {
    shape,
    value,
    index: orderIndex(collection.tables, order),
    by: `${value}${direction}, id${direction}`,
    sql: conditions.length > 0 ? conditions.join(' AND ') : 'true',
    parameters,
  };
};

/** As SQLite compares: numbers before strings, strings by their bytes. */
const isBelow = (a: OrderValue, b: OrderValue, orEqual: boolean): boolean => {
  if (typeof a === 'number') return typeof b === 'number' ? (orEqual ? a <= b : a < b) : true;
  if (typeof b === 'number') return false;
  const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
  return orEqual ? order <= 0 : order < 0;
};

export type PlaceRow = [value: OrderValue, id: string];

/** The last document of a walk that examined so many, if another one stands behind it. */
export const endOfWalk = (collection: Collection, stretch: Stretch, examined: number): PageEnd | undefined => {
  const rows = collection
    .statement<PlaceRow>(
      `end ${stretch.shape}`,
      () => `SELECT ${stretch.value}, id FROM ${collection.tables.place} INDEXED BY ${stretch.index}
             WHERE ${stretch.sql} ORDER BY ${stretch.by} LIMIT 2 OFFSET ?`,
    )
    .all(...stretch.parameters, examined - 1);
  const [last, behind] = rows;
  return last && behind && { value: last[0], id: last[1] };
};
