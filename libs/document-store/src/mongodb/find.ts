import type { Collection, Document } from 'mongodb';
import type { Count, Find, OrderValue, Page, PageEnd } from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import { driven, gathered, type Driven } from './filter.js';
import { orderIndexName, orderPath, termIndexName } from './indexes.js';
import { READ_MS_MAX } from './limits.js';
import { unsortable } from './sortable.js';
import { sortOf, stretchOf } from './stretch.js';
import { READ, textOf, type Read, type Stored, type StoredPut } from './stored.js';

type Asked = Omit<Find, 'limit'>;
type Placed = Pick<StoredPut, '_id' | 'orders'>;

const placeOf = ({ _id, orders }: Placed, order: string): PageEnd => ({ value: unsortable(orders[order] as OrderValue), id: _id });

/** A page of documents. What the driving term (or the order) gathers is walked in the order that is asked for; at most EXAMINED_MAX of it is looked at. */
export const find = async <Body>(collection: Collection<Stored>, query: Find): Promise<Page<Body>> => {
  const { limit, order } = query;
  const plan = await driven(collection, order, query);
  const rows = await collection
    .aggregate<Read & Placed>(
      [...examined(query, plan), ...matched(plan), { $limit: limit + 1 }, { $project: { ...READ, [orderPath(order)]: 1 } }],
      options(query, plan),
    )
    .toArray();
  const items = rows.slice(0, limit).map((row) => textOf<Body>(row));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (last) return { items, next: placeOf(last, order), partial: false };
  const next = plan.rest.length === 0 ? undefined : await endOfExamined(collection, query, plan);
  return next ? { items, next, partial: true } : { items, partial: false };
};

/** How many documents match, up to the cap. */
export const count = async (collection: Collection<Stored>, query: Asked, cap: number): Promise<Count> => {
  const plan = await driven(collection, query.order, query);
  const [counted] = await collection
    .aggregate<{ readonly count: number }>(
      [...examined(query, plan), ...matched(plan), { $limit: cap + 1 }, { $group: { _id: null, count: { $sum: 1 } } }],
      options(query, plan),
    )
    .toArray();
  const found = counted?.count ?? 0;
  if (found > cap) return { count: cap, is: 'more' };
  const more = plan.rest.length > 0 && (await endOfExamined(collection, query, plan)) !== undefined;
  return { count: found, is: more ? 'atLeast' : 'exact' };
};

/** The documents that are looked at, in their order. Between two stages that choose, a limit keeps MongoDB from making one of them. */
const examined = (query: Asked, { driver, rest }: Driven): Document[] => [
  { $match: { ...stretchOf(query), ...gathered(driver) } },
  { $sort: sortOf(query) },
  ...(rest.length === 0 ? [] : [{ $limit: EXAMINED_MAX }]),
];

const matched = ({ rest }: Driven): Document[] => (rest.length === 0 ? [] : [{ $match: { $and: rest } }]);

const options = ({ order }: Asked, { driver }: Driven) => ({
  hint: driver ? termIndexName(order) : orderIndexName(order),
  maxTimeMS: READ_MS_MAX,
});

/** The last document that may be examined, if another one stands behind it. */
const endOfExamined = async (collection: Collection<Stored>, query: Asked, plan: Driven): Promise<PageEnd | undefined> => {
  const { order } = query;
  const [last, behind] = await collection
    .aggregate<Placed>(
      [
        { $match: { ...stretchOf(query), ...gathered(plan.driver) } },
        { $sort: sortOf(query) },
        { $skip: EXAMINED_MAX - 1 },
        { $limit: 2 },
        { $project: { [orderPath(order)]: 1 } },
      ],
      options(query, plan),
    )
    .toArray();
  return last && behind && placeOf(last, order);
};
