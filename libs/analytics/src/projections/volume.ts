import { calendarDay } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import type { Fields, ProjectedCollection, Projection, ProjectionSettings } from '@docket/projecting';
import { VOLUME_EVENTS, added, countTicket, volumeDifference } from '../domain/volume.js';
import type { Bucket, CountedTicket, Dimensions, Period, VolumeEvent } from '../domain/volume.js';

/** Where the buckets of a period stand in their order. */
export const bucketPlace = (period: Period, start: string): string => `${period} ${start}`;

export const VOLUME = 'volume';

const dimensionFields: Fields<Dimensions> = {
  team: { type: 'string', meaning: '`id` in `teams`, or `none`', example: 'none' },
  priority: { type: 'string', meaning: '`P1` to `P4`', example: 'P2' },
  type: { type: 'string', meaning: '`type` in `tickets`', example: 'incident' },
};

const bucketFields: Fields<Bucket> = {
  ...dimensionFields,
  period: { type: 'string', meaning: '`day` or `month`', example: 'day' },
  start: { type: 'string', meaning: "The day or the month, in the service's time zone", example: '2024-05-20' },
  created: { type: 'number', meaning: 'Tickets created in it', example: 12 },
  resolved: { type: 'number', meaning: 'How often tickets were resolved in it, or closed unresolved', example: 9 },
  reopened: { type: 'number', meaning: 'How often tickets were reopened in it', example: 1 },
};

const countedFields: Fields<CountedTicket> = {
  ...dimensionFields,
  ended: { type: 'boolean', meaning: 'True: it is resolved or closed', example: false },
  days: {
    type: 'map',
    meaning: 'Days `k`, and how often it was created, resolved and reopened on each, `v`',
    example: { '2024-05-20': { created: 1, resolved: 0, reopened: 0 } },
  },
};

const buckets: ProjectedCollection<Bucket> = {
  name: 'volumeBuckets',
  meaning: 'How much happened in a day or a month, for one team, priority and type together.',
  fields: bucketFields,
  orders: { place: { by: ({ period, start }) => bucketPlace(period, start) } },
};
export const VOLUME_BUCKETS = buckets.name;

/** How many tickets were created, resolved and reopened, in buckets by day and by month, team, priority and type. One row a ticket remembers under what
 *  it counts, so that a change takes out of the buckets what it had put there. */
export const volumeProjection = ({ timeZone }: ProjectionSettings): Projection<CountedTicket, VolumeEvent> => ({
  name: VOLUME,
  version: `2 ${timeZone}`,
  rows: {
    name: 'volumeTickets',
    meaning: 'Under what a ticket counts in `volumeBuckets`. Its `_id` is `id` in `tickets`.',
    fields: countedFields,
    orders: {},
  },
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
