import type { EventStore } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import type { Wait } from './append-surely.js';
import type { NumberSeries } from './decider.js';
import type { Provenance } from './stamp.js';

/** Takes the next number of a series: the revision that the append gets, counted from 1. Unique on one machine and on many; not gapless. An append that is
 *  sent again has the same id, and takes no second number. Nothing is read before, so where clocks differ the recordedAt of a series
 *  may step back: it is the order of the revisions that counts. */
export const takeNumber = async (
  store: Pick<EventStore, 'append'>,
  wait: Wait,
  series: NumberSeries,
  id: string,
  provenance: Provenance,
  now: string,
): Promise<string> => {
  const metadata = { schemaVersion: 1, recordedAt: now, occurredAt: now, ...provenance };
  const event = { id, type: 'NumberTaken', data: {}, metadata };
  const { revision } = await appendSurely(store, wait, series.stream, [event], 'any');
  return series.format(revision + 1);
};
