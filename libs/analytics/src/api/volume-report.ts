import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { isRefusal, refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { FIND_LIMIT_MAX } from '@docket/document-store';
import { AwaitingQuery, MediaText } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModel, ReadModels } from '@docket/projecting';
import { REPORT_BUCKETS_MAX, REPORT_DIMENSIONS_MAX } from '../domain/limits.js';
import { DIMENSIONS, PERIODS, VolumeSums, stretchesOf, type Days, type Dimension, type ReportRow, type Stretch } from '../domain/report.js';
import type { Bucket } from '../domain/volume.js';
import { VOLUME, VOLUME_BUCKETS, bucketPlace } from '../projections/volume.js';
import { csvOf } from './csv.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FORMATS = ['json', 'csv'] as const;

/** How many tickets were created, resolved and reopened. */
export class GetVolumeReport extends AwaitingQuery {
  /** The first day; default: the first that there is. Days are those of the service's time zone. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY, { message: '$property must be a day, as in 2024-05-20' })
  from?: string;

  /** The last day, included; default: the last that there is. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY, { message: '$property must be a day, as in 2024-05-20' })
  to?: string;

  /** What is told apart: one of day, week and month at most, and team, priority, type. Default: day. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(REPORT_DIMENSIONS_MAX)
  @ArrayUnique()
  @IsIn(DIMENSIONS, { each: true })
  by?: Dimension[];

  @IsOptional()
  @IsIn(FORMATS)
  format?: (typeof FORMATS)[number];
}

@QueryHandler(GetVolumeReport)
export class GetVolumeReportHandler implements IQueryHandler<GetVolumeReport, Answer | Refusal> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: GetVolumeReport): Promise<Answer | Refusal> {
    const by = query.by ?? ['day'];
    if (by.filter((dimension) => isPeriod(dimension)).length > 1)
      return invalid('by.periods', 'a report tells days, weeks or months apart, not several of them', 'by');
    if (query.from !== undefined && query.to !== undefined && query.from > query.to)
      return invalid('range.reversed', 'from is later than to', 'from');
    const model = await this.readModels.open(VOLUME, query.after === undefined ? {} : { after: query.after });
    const days = daysOf(query);
    const rows = await sumUp(model, days, by);
    if (isRefusal(rows)) return rows;
    return { body: query.format === 'csv' ? csvReport(by, rows) : jsonReport(days, by, rows) };
  }
}

const isPeriod = (dimension: Dimension): boolean => PERIODS.some((period) => period === dimension);

const daysOf = ({ from, to }: GetVolumeReport): Days => ({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });

const invalid = (code: string, message: string, field: string): Refusal => refuse(code, message, { kind: 'invalid', field });

const sumUp = async (model: ReadModel, days: Days, by: readonly Dimension[]): Promise<readonly ReportRow[] | Refusal> => {
  const sums = new VolumeSums(by);
  let read = 0;
  for (const stretch of stretchesOf(days, by)) {
    const query = { order: 'place', range: rangeOf(stretch) };
    let cursor: string | undefined;
    do {
      const page = await model.list<Bucket>(VOLUME_BUCKETS, query, { limit: FIND_LIMIT_MAX, ...(cursor === undefined ? {} : { cursor }) });
      read += page.items.length;
      if (read > REPORT_BUCKETS_MAX)
        return invalid(
          'range.tooLong',
          `a report adds up ${REPORT_BUCKETS_MAX} amounts at most: ask for fewer days, or for months`,
          'from',
        );
      for (const { body } of page.items) sums.add(body);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
  return sums.sums();
};

/** `~` follows every digit: behind the last bucket of a period. */
const rangeOf = ({ period, from = '', to = '~' }: Stretch) => ({ from: bucketPlace(period, from), to: bucketPlace(period, to) });

const jsonReport = (days: Days, by: readonly Dimension[], rows: readonly ReportRow[]): object => ({
  report: VOLUME,
  by,
  ...days,
  rows: rows.map(({ key, values, created, resolved, reopened }) => ({
    key,
    ...Object.fromEntries(by.map((dimension, index) => [dimension, values[index]])),
    count: created,
    created,
    resolved,
    reopened,
  })),
});

const csvReport = (by: readonly Dimension[], rows: readonly ReportRow[]): MediaText => {
  const lines = rows.map(({ values, created, resolved, reopened }) => [...values, created, created, resolved, reopened]);
  return new MediaText('text/csv; charset=utf-8', csvOf([[...by, 'count', 'created', 'resolved', 'reopened'], ...lines]));
};
