import type { Find, OrderValue, Page } from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import { StoredText } from '../stored-text.js';
import type { Collection } from './collection.js';
import { driverOf, driverPiece, expectedMatches, filterPiece, resolveFilter, type Filter, type TermGroup } from './filter.js';
import { documentsOf } from './size.js';
import { endOfWalk, stretchOf, type Stretch } from './stretch.js';

/** How many documents a query may examine: on trial by a walk, and in all. */
export interface Effort {
  readonly trialMax: number;
  readonly examinedMax: number;
}

/** A trial is a tenth, so that gathering keeps nearly all. */
const EFFORT: Effort = { trialMax: EXAMINED_MAX / 10, examinedMax: EXAMINED_MAX };

type FoundRow = [value: OrderValue, id: string, position: string, terms: string, body: string];

/** One page, read within the caller's transaction. Two ways lead to it: walking the order's index and checking each document's terms, which is
 *  short where matches are many; and gathering all that have the rarest term and sorting them, which is short where they are few. */
export const find = <Body>(collection: Collection, query: Find, { trialMax, examinedMax }: Effort = EFFORT): Page<Body> => {
  const filter = resolveFilter(collection, query);
  if (!filter) return { items: [], partial: false };
  const stretch = stretchOf(collection, query);
  const driven = driverOf(filter);
  if (driven && driven.driver.documents <= examinedMax - trialMax) {
    const trial = Math.min(trialMax, Math.floor(driven.driver.documents / 2));
    const page = isWalkShort(collection, filter, query.limit, trial) && walk<Body>(collection, filter, stretch, query.limit, trial);
    if (page && !page.partial) return page;
    return pageOf(gather(collection, driven.driver, driven.rest, stretch, query.limit), query.limit);
  }
  return walk(collection, filter, stretch, query.limit, examinedMax);
};

/** Would a walk fill the page before the trial is over, if no term had to do with another or with the order? */
const isWalkShort = (collection: Collection, filter: Filter, limit: number, trial: number): boolean => {
  if (trial <= limit) return false;
  const documents = documentsOf(collection);
  return (limit + 1) * documents <= trial * expectedMatches(filter, documents);
};

const walk = <Body>(collection: Collection, filter: Filter, stretch: Stretch, limit: number, examinedMax: number): Page<Body> => {
  const { tables } = collection;
  const conditions = filterPiece(collection, filter, 'walked.key');
  const rows = collection
    .statement<FoundRow>(
      `walk ${stretch.shape} ${conditions.shape}`,
      () => `SELECT value, found.id, document.position, document.terms, document.body FROM (
               SELECT value, id, key FROM (
                 SELECT ${stretch.value} AS value, id, key FROM ${tables.place} INDEXED BY ${stretch.index}
                 WHERE ${stretch.sql} ORDER BY ${stretch.by} LIMIT ?
               ) AS walked WHERE true${conditions.sql} LIMIT ?
             ) AS found CROSS JOIN ${tables.document} AS document ON document.key = found.key`,
    )
    .all(...stretch.parameters, examinedMax, ...conditions.parameters, limit + 1);
  if (rows.length > limit) return pageOf(rows, limit);
  const next = endOfWalk(collection, stretch, examinedMax);
  return { items: rows.map(storedOf<Body>), ...(next ? { next, partial: true } : { partial: false }) };
};

const gather = (collection: Collection, driver: TermGroup, rest: Filter, stretch: Stretch, limit: number): FoundRow[] => {
  const { tables } = collection;
  const drive = driverPiece(collection, driver);
  const conditions = filterPiece(collection, rest, 'driving.key');
  return collection
    .statement<FoundRow>(
      `gather ${stretch.shape} ${drive.shape} ${conditions.shape}`,
      () => `SELECT value, found.id, document.position, document.terms, document.body FROM (
               SELECT place.${stretch.value} AS value, place.id AS id, place.key AS key
               FROM (${drive.sql}) AS driving CROSS JOIN ${tables.place} AS place ON place.key = driving.key
               WHERE ${stretch.sql}${conditions.sql} ORDER BY ${stretch.by} LIMIT ?
             ) AS found CROSS JOIN ${tables.document} AS document ON document.key = found.key`,
    )
    .all(...drive.parameters, ...stretch.parameters, ...conditions.parameters, limit + 1);
};

/** A page of rows of which one more was asked for than the page holds. */
const pageOf = <Body>(rows: readonly FoundRow[], limit: number): Page<Body> => {
  const items = rows.slice(0, limit).map(storedOf<Body>);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items, ...(last && { next: { value: last[0], id: last[1] } }), partial: false };
};

const storedOf = <Body>([, id, position, terms, body]: FoundRow): StoredText<Body> => new StoredText(id, position, terms, body);
