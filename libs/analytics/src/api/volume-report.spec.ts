import 'reflect-metadata';
import { isRefusal } from '@docket/deciding';
import type { ReadModels } from '@docket/projecting';
import { REPORT_BUCKETS_MAX } from '../domain/limits.js';
import type { Bucket } from '../domain/volume.js';
import { GetVolumeReport, GetVolumeReportHandler } from './volume-report.js';

const bucket: Bucket = {
  period: 'day',
  start: '2024-05-20',
  team: 'none',
  priority: 'P3',
  type: 'incident',
  created: 1,
  resolved: 0,
  reopened: 0,
};

/** The report over so many buckets. */
const reportOver = (buckets: number) => {
  const list = async (_collection: string, _query: object, { limit, cursor = '0' }: { limit: number; cursor?: string }) => {
    const end = Math.min(Number(cursor) + limit, buckets);
    const items = Array.from({ length: end - Number(cursor) }, () => ({ body: bucket }));
    return { items, partial: false, ...(end < buckets ? { nextCursor: String(end) } : {}) };
  };
  const readModels = { open: async () => ({ list }) } as unknown as ReadModels;
  return new GetVolumeReportHandler(readModels).execute(new GetVolumeReport());
};

describe('a report', () => {
  test('adds up as many amounts as can be', async () => {
    const answer = await reportOver(REPORT_BUCKETS_MAX);
    if (isRefusal(answer)) throw new Error(answer.code);
    expect(answer.body).toMatchObject({ rows: [{ key: '2024-05-20', count: REPORT_BUCKETS_MAX }] });
  });

  test('of more is refused, with the way to ask for less', async () => {
    expect(await reportOver(REPORT_BUCKETS_MAX + 1)).toMatchObject({ code: 'range.tooLong', kind: 'invalid', field: 'from' });
  });
});
