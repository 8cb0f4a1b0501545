import type { Count, Find } from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import type { Collection } from './collection.js';
import { driverOf, driverPiece, filterPiece, resolveFilter, type Filter, type TermGroup } from './filter.js';
import { documentsOf } from './size.js';
import { endOfWalk, stretchOf, type Stretch } from './stretch.js';

/** Counts up to the cap, within the caller's transaction. */
export const count = (
  collection: Collection,
  query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>,
  cap: number,
  examinedMax: number = EXAMINED_MAX,
): Count => {
  const filter = resolveFilter(collection, query);
  if (!filter) return { count: 0, is: 'exact' };
  const ranged = query.range?.from !== undefined || query.range?.to !== undefined;
  const kept = ranged ? undefined : keptCount(collection, filter);
  if (kept !== undefined) return capped(kept, cap);
  const stretch = stretchOf(collection, query);
  const driven = driverOf(filter);
  if (driven && driven.driver.documents <= examinedMax) {
    return capped(countGathered(collection, driven.driver, driven.rest, ranged ? stretch : undefined, cap + 1), cap);
  }
  const counted = countWalked(collection, filter, stretch, examinedMax, cap + 1);
  if (counted > cap) return { count: cap, is: 'more' };
  return { count: counted, is: endOfWalk(collection, stretch, examinedMax) ? 'atLeast' : 'exact' };
};

/** What is counted already: all documents, and those of one term. */
const keptCount = (collection: Collection, { all, any, none }: Filter): number | undefined => {
  if (any.length > 0 || none.length > 0 || all.length > 1) return undefined;
  return all[0]?.documents ?? documentsOf(collection);
};

const capped = (counted: number, cap: number): Count => (counted > cap ? { count: cap, is: 'more' } : { count: counted, is: 'exact' });

const countGathered = (collection: Collection, driver: TermGroup, rest: Filter, stretch: Stretch | undefined, most: number): number => {
  const drive = driverPiece(collection, driver);
  const conditions = filterPiece(collection, rest, 'driving.key');
  const place = stretch ? ` CROSS JOIN ${collection.tables.place} AS place ON place.key = driving.key` : '';
  return countOf(
    collection
      .statement<[number]>(
        `count ${stretch?.shape ?? ''} ${drive.shape} ${conditions.shape}`,
        () => `SELECT count(*) FROM (
                 SELECT 1 FROM (${drive.sql}) AS driving${place} WHERE ${stretch?.sql ?? 'true'}${conditions.sql} LIMIT ?
               )`,
      )
      .get(...drive.parameters, ...(stretch?.parameters ?? []), ...conditions.parameters, most),
  );
};

const countWalked = (collection: Collection, filter: Filter, stretch: Stretch, examinedMax: number, most: number): number => {
  const conditions = filterPiece(collection, filter, 'walked.key');
  return countOf(
    collection
      .statement<[number]>(
        `count walked ${stretch.shape} ${conditions.shape}`,
        () => `SELECT count(*) FROM (
                 SELECT 1 FROM (
                   SELECT key FROM ${collection.tables.place} INDEXED BY ${stretch.index} WHERE ${stretch.sql} ORDER BY ${stretch.by} LIMIT ?
                 ) AS walked WHERE true${conditions.sql} LIMIT ?
               )`,
      )
      .get(...stretch.parameters, examinedMax, ...conditions.parameters, most),
  );
};

const countOf = (row: [number] | undefined): number => row?.[0] ?? 0;
