import type { Filter } from 'mongodb';
import type { Find, OrderValue } from '../document-store.js';
import { orderPath } from './indexes.js';
import { sortable } from './sortable.js';

type Place = Pick<Find, 'order' | 'direction' | 'range' | 'after'>;
type Condition = Record<string, unknown>;

/** The stretch of an order that a query may look at, from where it goes on to where its range ends. All values of one order are of one kind, so MongoDB's
 *  way of comparing within a kind is enough. */
export const stretchOf = ({ order, direction, range, after }: Place): Filter<never> => {
  const path = orderPath(order);
  const descending = direction === 'descending';
  const bounds: Condition[] = [];
  if (range?.from !== undefined) bounds.push({ [path]: { $gte: sortable(range.from) } });
  if (range?.to !== undefined) bounds.push({ [path]: { $lt: sortable(range.to) } });
  if (after) bounds.push(behind(path, sortable(after.value), after.id, descending));
  return { removed: false, ...(bounds.length === 0 ? {} : { $and: bounds }) };
};

/** What stands behind a place. The bound by itself lets the index be entered there, which the alternatives alone do not. */
const behind = (path: string, value: OrderValue, id: string, descending: boolean): Condition => {
  const [farther, from] = descending ? ['$lt', '$lte'] : ['$gt', '$gte'];
  return { [path]: { [from]: value }, $or: [{ [path]: { [farther]: value } }, { [path]: value, _id: { [farther]: id } }] };
};

export const sortOf = ({ order, direction }: Place): Record<string, 1 | -1> => {
  const sign = direction === 'descending' ? -1 : 1;
  return { [orderPath(order)]: sign, _id: sign };
};
