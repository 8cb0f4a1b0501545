import type { Collection, Document } from 'mongodb';
import type { Count, Find, OrderValue, Page, PageEnd } from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import { driven, gathered, type Driven } from './filter.js';
import { orderIndexName, orderPath, termIndexName } from './indexes.js';
import { LIST_MOVES_MAX, READ_MS_MAX } from './limits.js';
import { unsortable } from './sortable.js';
import { type Cut, sortOf, stretchOf } from './stretch.js';
import { READ, textOf, type Read, type Stored, type StoredPut } from './stored.js';

type Asked = Omit<Find, 'limit'> & Cut;
type Placed = Pick<StoredPut, '_id' | 'orders'>;

const placeOf = ({ _id, orders }: Placed, order: string): PageEnd => ({ value: unsortable(orders[order] as OrderValue), id: _id });

/** A page of documents. What the driving term (or the order) gathers is walked in the order that is asked for; about EXAMINED_MAX of it is looked at. */
export const find = async <Body>(collection: Collection<Stored>, query: Find): Promise<Page<Body>> => {
  const plan = await driven(collection, query.order, query);
  const page = await pageWithin<Body>(collection, query, plan, EXAMINED_MAX);
  if (page.next || plan.rest.length === 0) return page;
  const end = await endOfExamined(collection, query, plan);
  if (!end) return page;
  // Documents may have left the list between the two looks at it. Then others stand before its end now than were examined, and they must be.
  const upTo = end === 'listEnd' ? {} : { upTo: end };
  const whole = await pageWithin<Body>(collection, { ...query, ...upTo }, plan, EXAMINED_MAX + LIST_MOVES_MAX);
  return whole.next || end === 'listEnd' ? whole : { ...whole, next: end, partial: true };
};

/** The page that so many documents give. */
const pageWithin = async <Body>(collection: Collection<Stored>, query: Find & Cut, plan: Driven, most: number): Promise<Page<Body>> => {
  const { limit, order } = query;
  const rows = await collection
    .aggregate<Read & Placed>(
      [...examined(query, plan, most), ...matched(plan), { $limit: limit + 1 }, { $project: { ...READ, [orderPath(order)]: 1 } }],
      options(query, plan),
    )
    .toArray();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map((row) => textOf<Body>(row));
  return { items, ...(last && { next: placeOf(last, order) }), partial: false };
};

/** How many documents match, up to the cap. */
export const count = async (collection: Collection<Stored>, query: Asked, cap: number): Promise<Count> => {
  const plan = await driven(collection, query.order, query);
  const [counted] = await collection
    .aggregate<{ readonly count: number }>(
      [...examined(query, plan, EXAMINED_MAX), ...matched(plan), { $limit: cap + 1 }, { $group: { _id: null, count: { $sum: 1 } } }],
      options(query, plan),
    )
    .toArray();
  const found = counted?.count ?? 0;
  if (found > cap) return { count: cap, is: 'more' };
  const end = plan.rest.length === 0 ? undefined : await endOfExamined(collection, query, plan);
  return { count: found, is: typeof end === 'object' ? 'atLeast' : 'exact' };
};

/** The documents that are looked at, in their order. Between two stages that choose, a limit keeps MongoDB from making one of them. */
const examined = (query: Asked, { driver, rest }: Driven, most: number): Document[] => [
  { $match: { ...stretchOf(query), ...gathered(driver) } },
  { $sort: sortOf(query) },
  ...(rest.length === 0 ? [] : [{ $limit: most }]),
];

const matched = ({ rest }: Driven): Document[] => (rest.length === 0 ? [] : [{ $match: { $and: rest } }]);

const options = ({ order }: Asked, { driver }: Driven) => ({
  hint: driver ? termIndexName(order) : orderIndexName(order),
  maxTimeMS: READ_MS_MAX,
});

/** The last document that may be examined, if another one stands behind it, or that the list ends about there; undefined: it ends long before. */
const endOfExamined = async (collection: Collection<Stored>, query: Asked, plan: Driven): Promise<PageEnd | 'listEnd' | undefined> => {
  const { order } = query;
  const lastOnes = await collection
    .aggregate<Placed>(
      [
        { $match: { ...stretchOf(query), ...gathered(plan.driver) } },
        { $sort: sortOf(query) },
        { $skip: EXAMINED_MAX - 1 - LIST_MOVES_MAX },
        { $limit: LIST_MOVES_MAX + 2 },
        { $project: { [orderPath(order)]: 1 } },
      ],
      options(query, plan),
    )
    .toArray();
  const [last, behind] = lastOnes.slice(LIST_MOVES_MAX);
  if (last && behind) return placeOf(last, order);
  return lastOnes.length > 0 ? 'listEnd' : undefined;
};
