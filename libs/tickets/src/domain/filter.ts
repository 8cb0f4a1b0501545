import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { FILTER_VALUES_TOTAL_MAX } from './limits.js';

/** A filter that names more values than a query can ask for. Asked before a filter is saved, so that what is saved can always be listed. */
export const tooManyValues = (filter: object): Refusal | undefined => {
  const values = (Object.values(filter) as unknown[]).reduce<number>((sum, named) => sum + (Array.isArray(named) ? named.length : 0), 0);
  if (values <= FILTER_VALUES_TOTAL_MAX) return undefined;
  const message = `a filter names ${FILTER_VALUES_TOTAL_MAX} values at most, all its fields together; this one names ${values}`;
  return refuse('filter.tooManyValues', message, { kind: 'invalid', field: 'filter' });
};
