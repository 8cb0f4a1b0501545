import 'reflect-metadata';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isRefusal } from '@docket/deciding';
import type { ReadModels } from '@docket/projecting';
import type { TicketEvent } from '@docket/tickets';
import { TEAM_ID, logOf, wishes } from '@docket/tickets/testing';
import { isEnded } from '@docket/workflow';
import { GetVolumeReport, GetVolumeReportHandler } from './api/volume-report.js';
import { DIMENSIONS, PERIODS, type Dimension } from './domain/report.js';
import { VOLUME_EVENTS, type Bucket, type CountedTicket, type VolumeEvent } from './domain/volume.js';
import { bucketPlace, volumeProjection } from './projections/volume.js';

/** The report, through the projection and the query, against the same counted from the events by nothing of either. */

interface Happening {
  readonly stream: string;
  readonly what: 'created' | 'resolved' | 'reopened';
  readonly at: string;
}

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly by: readonly Dimension[];
}

const PERIOD_FORMATS = { day: 'yyyy-MM-dd', week: "kkkk-'W'WW", month: 'yyyy-MM' } as const;

/** Everything that is counted of a log, by going through its tickets' moves. */
const happeningsOf = (log: readonly TicketEvent[]): readonly Happening[] => {
  const ended = new Map<string, boolean>();
  return log.flatMap(({ stream, type, data, metadata: { occurredAt: at } }): readonly Happening[] => {
    if (type !== 'TicketCreated' && type !== 'TicketStatusChanged') return [];
    if (type === 'TicketStatusChanged' && data.from === data.to) return [];
    const now = isEnded(type === 'TicketCreated' ? data.statusCategory : data.toCategory);
    const before = ended.get(stream) ?? false;
    ended.set(stream, now);
    const created: readonly Happening[] = type === 'TicketCreated' ? [{ stream, what: 'created', at }] : [];
    return now === before ? created : [...created, { stream, what: now ? 'resolved' : 'reopened', at }];
  });
};

/** A ticket's last word on a dimension. */
const lastOf = (log: readonly TicketEvent[], stream: string, dimension: 'team' | 'priority' | 'type'): string => {
  let last = 'none';
  for (const event of log.filter((each) => each.stream === stream)) {
    if (event.type === 'TicketAssigned' && dimension === 'team' && event.data.teamId !== event.data.from.teamId)
      last = event.data.teamId ?? 'none';
    if ((event.type === 'TicketCreated' || event.type === 'TicketTriaged') && dimension !== 'team') last = event.data[dimension] ?? last;
  }
  return last;
};

const counted = (log: readonly TicketEvent[], timeZone: string, { from = '', to = '~', by }: Asked): readonly object[] => {
  const rows = new Map<string, { key: string; created: number; resolved: number; reopened: number }>();
  for (const { stream, what, at } of happeningsOf(log)) {
    const local = DateTime.fromISO(at, { zone: timeZone });
    const day = local.toFormat(PERIOD_FORMATS.day);
    if (day < from || day > to) continue;
    const key = by
      .map((dimension) =>
        dimension in PERIOD_FORMATS ? local.toFormat(PERIOD_FORMATS[dimension as 'day']) : lastOf(log, stream, dimension as 'team'),
      )
      .join(',');
    const row = rows.get(key) ?? { key, created: 0, resolved: 0, reopened: 0 };
    row[what] += 1;
    rows.set(key, row);
  }
  return [...rows.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
};

/** The buckets that the projection makes of a log. */
const bucketsOf = (log: readonly TicketEvent[], timeZone: string): readonly Bucket[] => {
  const { fold, derive } = volumeProjection({ timeZone });
  const tickets = new Map<string, CountedTicket>();
  const buckets = new Map<string, Bucket>();
  for (const event of log.filter(({ type }) => (VOLUME_EVENTS as readonly string[]).includes(type)) as readonly VolumeEvent[]) {
    const before = tickets.get(event.stream);
    const after = fold(before, event);
    if (!after) throw new Error('a ticket that counts does not go away');
    tickets.set(event.stream, after);
    for (const { id, change } of derive?.(before, after, event) ?? []) {
      const bucket = change(buckets.get(id)) as Bucket | undefined;
      if (bucket) buckets.set(id, bucket);
      else buckets.delete(id);
    }
  }
  return [...buckets.values()];
};

const PAGE = 7;

/** What the query answers of these buckets. */
const reported = async (buckets: readonly Bucket[], asked: Asked): Promise<readonly object[]> => {
  const list = async (_collection: string, { range }: { range: { from: string; to: string } }, { cursor = '0' }: { cursor?: string }) => {
    const within = buckets.filter(({ period, start }) => bucketPlace(period, start) >= range.from && bucketPlace(period, start) < range.to);
    const end = Number(cursor) + PAGE;
    const items = within.slice(Number(cursor), end).map((body) => ({ body }));
    return { items, partial: false, ...(end < within.length ? { nextCursor: String(end) } : {}) };
  };
  const handler = new GetVolumeReportHandler({ open: async () => ({ list }) } as unknown as ReadModels);
  const answer = await handler.execute(Object.assign(new GetVolumeReport(), asked));
  if (isRefusal(answer)) throw new Error(answer.code);
  const { rows } = answer.body as { rows: readonly { key: string; count: number; created: number; resolved: number; reopened: number }[] };
  return rows.map(({ key, count, created, resolved, reopened }) => {
    expect(count).toBe(created);
    return { key, created, resolved, reopened };
  });
};

const START = Date.parse('2024-05-20T00:00:00.000Z');
const HOUR = 3_600_000;

/** The same log at another time: so many times as long, from somewhere near the edge of a month, a leap day or a year. */
const moved = (log: readonly TicketEvent[], start: string, times: number): readonly TicketEvent[] =>
  log.map((event) => {
    const at = Date.parse(start) + (Date.parse(event.metadata.occurredAt) - START) * times;
    return { ...event, metadata: { ...event.metadata, occurredAt: new Date(at).toISOString() } };
  });

/** As an import tells it that has gone on behind agents: what its events say of before is what its file says. */
const told = (log: readonly TicketEvent[], before: readonly ('open' | 'resolved' | undefined)[]): readonly TicketEvent[] =>
  log.map((event, index) => {
    const category = before[index % Math.max(1, before.length)];
    if (category === undefined) return event;
    if (event.type === 'TicketAssigned') return { ...event, data: { ...event.data, from: { agentId: TEAM_ID, teamId: TEAM_ID } } };
    return event.type === 'TicketStatusChanged' ? { ...event, data: { ...event.data, from: category, fromCategory: category } } : event;
  });

const starts = fc.constantFrom(
  '2024-02-27T20:00:00.000Z',
  '2023-12-30T10:00:00.000Z',
  '2024-12-28T23:30:00.000Z',
  '2011-12-28T00:00:00.000Z',
);
const logs = fc
  .tuple(
    wishes({ tickets: 4, most: 40 }),
    starts,
    fc.constantFrom(1, 3, 20),
    fc.array(fc.constantFrom('open', 'resolved', undefined), { maxLength: 5 }),
  )
  .map(([all, start, times, before]) => told(moved(logOf(all), start, times), before));
const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');
const others = fc.subarray(DIMENSIONS.filter((dimension) => !(PERIODS as readonly string[]).includes(dimension)));
const dimensions = fc
  .tuple(fc.option(fc.constantFrom(...PERIODS), { nil: undefined }), others)
  .map(([period, rest]): readonly Dimension[] => [...(period ? [period] : []), ...rest])
  .filter((by) => by.length > 0);

/** Days of the log and around it. */
const daysAround = (log: readonly TicketEvent[], [one, other]: readonly [number, number], which: number): Pick<Asked, 'from' | 'to'> => {
  const times = [...log.map(({ metadata }) => Date.parse(metadata.occurredAt)), ...(log.length === 0 ? [START] : [])];
  const [first, last] = [Math.min(...times) - 48 * HOUR, Math.max(...times) + 48 * HOUR];
  const dayAt = (share: number) => new Date(first + (last - first) * share).toISOString().slice(0, 10);
  const [from = '', to = ''] = [dayAt(one), dayAt(other)].sort();
  return { ...(which & 1 ? { from } : {}), ...(which & 2 ? { to } : {}) };
};

test('the report on volume says what counting the events says, whatever is asked, wherever, and whatever was corrected', async () => {
  let rows = 0;
  const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
  await fc.assert(
    fc.asyncProperty(logs, zones, dimensions, fc.tuple(share, share), fc.nat(3), async (log, timeZone, by, shares, which) => {
      const asked = { ...daysAround(log, shares, which), by };
      const answer = await reported(bucketsOf(log, timeZone), asked);
      expect(answer).toEqual(counted(log, timeZone, asked));
      rows += answer.length;
    }),
    { numRuns: 500 },
  );
  expect(rows).toBeGreaterThan(500);
});
