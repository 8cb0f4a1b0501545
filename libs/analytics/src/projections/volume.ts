import { calendarDay } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import type { ProjectedCollection, Projection, ProjectionSettings } from '@docket/projecting';
import { VOLUME_EVENTS, added, countTicket, volumeDifference } from '../domain/volume.js';
import type { Bucket, CountedTicket, Period, VolumeEvent } from '../domain/volume.js';

/** Where the buckets of a period stand in their order. */
export const bucketPlace = (period: Period, start: string): string => `${period} ${start}`;

export const VOLUME = 'volume';

const buckets: ProjectedCollection<Bucket> = {
  name: 'volumeBuckets',
  orders: { place: { by: ({ period, start }) => bucketPlace(period, start) } },
};
export const VOLUME_BUCKETS = buckets.name;

/** How many tickets were created, resolved and reopened, in buckets by day and by month, team, priority and type. One row a ticket remembers under what
 *  it counts, so that a change takes out of the buckets what it had put there. */
export const volumeProjection = ({ timeZone }: ProjectionSettings): Projection<CountedTicket, VolumeEvent> => ({
  name: VOLUME,
  version: `1 ${timeZone}`,
  rows: { name: 'volumeTickets', orders: {} },
  derived: [buckets],
  events: VOLUME_EVENTS,
  key: ({ stream }) => subjectIdOf(stream),
  fold: (ticket, event) => countTicket(ticket, event, (instant) => calendarDay(instant, timeZone)),
  derive: (before, after) =>
    [...volumeDifference(before, after)].map(([id, amount]) => ({
      collection: buckets.name,
      id,
      change: (bucket) => added(bucket as Bucket | undefined, amount),
    })),
});
