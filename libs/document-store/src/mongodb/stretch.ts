import type { Filter } from 'mongodb';
import type { Find, PageEnd } from '../document-store.js';
import { orderPath } from './indexes.js';
import { sortable } from './sortable.js';

/** Where a stretch ends early: at this place, which belongs to it. */
export interface Cut {
  readonly upTo?: PageEnd;
}

type Place = Pick<Find, 'order' | 'direction' | 'range' | 'after'> & Cut;
type Condition = Record<string, unknown>;

/** The stretch of an order that a query may look at, from where it goes on to where its range ends. All values of one order are of one kind, so MongoDB's
 *  way of comparing within a kind is enough. */
export const stretchOf = ({ order, direction, range, after, upTo }: Place): Filter<never> => {
  const path = orderPath(order);
  const descending = direction === 'descending';
  const bounds: Condition[] = [];
  if (range?.from !== undefined) bounds.push({ [path]: { $gte: sortable(range.from) } });
  if (range?.to !== undefined) bounds.push({ [path]: { $lt: sortable(range.to) } });
  if (after) bounds.push(behind(path, after, descending));
  if (upTo) bounds.push(behind(path, upTo, !descending, true));
  return { removed: false, ...(bounds.length === 0 ? {} : { $and: bounds }) };
};

/** What stands behind a place, and maybe there. The bound by itself lets the index be entered there, which the alternatives alone do not. */
const behind = (path: string, { value: given, id }: PageEnd, descending: boolean, alsoThere = false): Condition => {
  const [farther, from] = descending ? ['$lt', '$lte'] : ['$gt', '$gte'];
  const value = sortable(given);
  return {
    [path]: { [from]: value },
    $or: [{ [path]: { [farther]: value } }, { [path]: value, _id: { [alsoThere ? from : farther]: id } }],
  };
};

export const sortOf = ({ order, direction }: Place): Record<string, 1 | -1> => {
  const sign = direction === 'descending' ? -1 : 1;
  return { [orderPath(order)]: sign, _id: sign };
};
