import type { Collection, Filter } from 'mongodb';
import type { Find } from '../document-store.js';
import { EXAMINED_MAX } from '../limits.js';
import { termIndexName } from './indexes.js';
import { READ_MS_MAX } from './limits.js';
import type { Stored } from './stored.js';

type Terms = Pick<Find, 'all' | 'any' | 'none'>;

/** Terms of which a document must have one. */
type Group = readonly string[];

/** What gathers a query's documents, and what is left to be looked at on each of them. */
export interface Driven {
  /** undefined: the order alone. */
  readonly driver: Group | undefined;
  readonly rest: readonly Filter<never>[];
}

const condition = (group: Group): Filter<never> => ({ terms: group.length === 1 ? group[0] : { $in: group } });

/** Steps in which it is asked how many documents have a term: the rarest is known as soon as one has been counted to its end. */
const STEPS = [100, 2_000, EXAMINED_MAX + 1];

/** The rarest of the query's terms drives. With one there is nothing to choose; a term of which there are many is walked in the order that is asked for,
 *  as the order itself would be. */
export const driven = async (collection: Collection<Stored>, order: string, { all = [], any = [], none = [] }: Terms): Promise<Driven> => {
  const groups: readonly Group[] = [...[...new Set(all)].map((term) => [term]), ...any.map((group) => [...new Set(group)])];
  const without: readonly Filter<never>[] = none.length === 0 ? [] : [{ terms: { $nin: [...none] } }];
  const driver = groups.length > 1 ? await rarest(collection, order, groups) : groups[0];
  return { driver, rest: [...groups.filter((group) => group !== driver).map(condition), ...without] };
};

/** What must hold for a document to be gathered. */
export const gathered = (driver: Group | undefined): Filter<never> => (driver ? condition(driver) : {});

const rarest = async (collection: Collection<Stored>, order: string, groups: readonly Group[]): Promise<Group | undefined> => {
  const hint = termIndexName(order);
  for (const limit of STEPS) {
    const counts = await Promise.all(
      groups.map((group) =>
        collection.countDocuments({ removed: false, ...condition(group) } as Filter<Stored>, { limit, hint, maxTimeMS: READ_MS_MAX }),
      ),
    );
    const least = Math.min(...counts);
    if (least < limit) return groups[counts.indexOf(least)];
  }
  return groups[0];
};
