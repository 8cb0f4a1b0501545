import { dayAfter, firstDayOf, monthAfter, monthOf, weekOf, type Day, type Month } from './calendar.js';
import type { Bucket, Counts, Period } from './volume.js';

export const PERIODS = ['day', 'week', 'month'] as const;
export const DIMENSIONS = [...PERIODS, 'team', 'priority', 'type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The days of a report, both included; absent: from the first, to the last that there is. */
export interface Days {
  readonly from?: Day;
  readonly to?: Day;
}

/** Buckets to add up: a period's, from a start (inclusive) to another (exclusive); absent: from the first, to the last. */
export interface Stretch {
  readonly period: Period;
  readonly from?: string;
  readonly to?: string;
}

/** Which buckets make up these days: whole months where the report does not tell days or weeks apart, single days at their edges. */
export const stretchesOf = ({ from, to }: Days, by: readonly Dimension[]): readonly Stretch[] => {
  const end = to === undefined ? undefined : dayAfter(to);
  const firstMonth = from === undefined ? undefined : firstWholeMonth(from);
  const endMonth = end === undefined ? undefined : monthOf(end);
  const hasWholeMonth = firstMonth === undefined || endMonth === undefined || firstMonth < endMonth;
  if (by.includes('day') || by.includes('week') || !hasWholeMonth) return [stretch('day', from, end)];
  return [
    ...edge(from, firstMonth && firstDayOf(firstMonth)),
    stretch('month', firstMonth, endMonth),
    ...edge(endMonth && firstDayOf(endMonth), end),
  ];
};

const firstWholeMonth = (from: Day): Month => (from === firstDayOf(monthOf(from)) ? monthOf(from) : monthAfter(monthOf(from)));

/** The days between whole months and the end of the report, if there are any. */
const edge = (from: Day | undefined, to: Day | undefined): readonly Stretch[] =>
  from !== undefined && to !== undefined && from < to ? [stretch('day', from, to)] : [];

const stretch = (period: Period, from: string | undefined, to: string | undefined): Stretch => ({
  period,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

/** One line of a report: the value of each dimension, and what happened. `count`: tickets created. */
export interface ReportRow extends Counts {
  /** The values with commas between them. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Adds buckets up by some of their dimensions. */
export class VolumeSums {
  private readonly rows = new Map<string, ReportRow>();

  constructor(private readonly by: readonly Dimension[]) {}

  add(bucket: Bucket): void {
    const values = this.by.map((dimension) => valueOf(bucket, dimension));
    const key = values.join(',');
    const row = this.rows.get(key);
    const { created, resolved, reopened } = bucket;
    this.rows.set(key, {
      key,
      values,
      created: (row?.created ?? 0) + created,
      resolved: (row?.resolved ?? 0) + resolved,
      reopened: (row?.reopened ?? 0) + reopened,
    });
  }

  /** Ordered by their keys. */
  sums(): readonly ReportRow[] {
    return [...this.rows.values()].sort(({ key: one }, { key: other }) => (one < other ? -1 : one > other ? 1 : 0));
  }
}

const valueOf = (bucket: Bucket, dimension: Dimension): string => {
  switch (dimension) {
    case 'day':
      return bucket.start;
    case 'week':
      return weekOf(bucket.start);
    case 'month':
      return monthOf(bucket.start);
    default:
      return bucket[dimension];
  }
};
