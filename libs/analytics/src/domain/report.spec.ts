import 'reflect-metadata';
import fc from 'fast-check';
import { dayAfter, monthOf } from './calendar.js';
import { VolumeSums, stretchesOf, type Dimension } from './report.js';
import type { Bucket, Period } from './volume.js';

describe('the buckets of a report', () => {
  test.each<[string, object, Dimension[], object[]]>([
    ['all days', {}, ['day'], [{ period: 'day' }]],
    ['all months', {}, ['month'], [{ period: 'month' }]],
    ['no period at all', {}, ['team'], [{ period: 'month' }]],
    ['weeks', { from: '2024-01-01', to: '2024-12-31' }, ['week', 'team'], [{ period: 'day', from: '2024-01-01', to: '2025-01-01' }]],
    ['whole months', { from: '2024-01-01', to: '2024-03-31' }, ['month'], [{ period: 'month', from: '2024-01', to: '2024-04' }]],
    ['a part of a month', { from: '2024-01-10', to: '2024-01-20' }, ['month'], [{ period: 'day', from: '2024-01-10', to: '2024-01-21' }]],
    ['parts of two', { from: '2024-01-10', to: '2024-02-20' }, ['team'], [{ period: 'day', from: '2024-01-10', to: '2024-02-21' }]],
    [
      'months with edges',
      { from: '2023-12-10', to: '2024-02-20' },
      ['month'],
      [
        { period: 'day', from: '2023-12-10', to: '2024-01-01' },
        { period: 'month', from: '2024-01', to: '2024-02' },
        { period: 'day', from: '2024-02-01', to: '2024-02-21' },
      ],
    ],
    [
      'months with one end open',
      { from: '2024-01-31' },
      ['priority'],
      [
        { period: 'day', from: '2024-01-31', to: '2024-02-01' },
        { period: 'month', from: '2024-02' },
      ],
    ],
    ['days to the last that there can be', { to: '9999-12-31' }, ['day'], [{ period: 'day', to: '~' }]],
    [
      'months to the last day that there can be',
      { from: '2024-01-01', to: '9999-12-31' },
      ['team'],
      [{ period: 'month', from: '2024-01', to: '~' }],
    ],
    ['the end of the last month', { from: '9999-12-30', to: '9999-12-31' }, ['month'], [{ period: 'day', from: '9999-12-30', to: '~' }]],
  ])('for %s', (_, days, by, stretches) => {
    expect(stretchesOf(days, by)).toEqual(stretches);
  });

  test('cover each day once, whatever days are asked for', () => {
    const all = Array.from({ length: 800 }).reduce<string[]>((days) => [...days, dayAfter(days.at(-1) ?? '2022-11-30')], []);
    const within = (place: string, from = '', to = '~') => place >= from && place < to;
    fc.assert(
      fc.property(fc.nat(799), fc.nat(799), (a, b) => {
        const [from, to] = [all[Math.min(a, b)] ?? '', all[Math.max(a, b)] ?? ''];
        const stretches = stretchesOf({ from, to }, ['month']);
        const times = (day: string) =>
          stretches.filter((stretch) => within(stretch.period === 'day' ? day : monthOf(day), stretch.from, stretch.to)).length;
        for (const day of all) expect(times(day)).toBe(day >= from && day <= to ? 1 : 0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a report', () => {
  const bucket = (start: string, team: string, created: number, period: Period = 'day'): Bucket => ({
    ...{ period, start, team, priority: 'P3', type: 'incident', created, resolved: 1, reopened: 0 },
  });

  test('adds up what it does not tell apart', () => {
    const sums = new VolumeSums(['week', 'team']);
    for (const each of [
      bucket('2024-05-26', 'b', 1),
      bucket('2024-05-20', 'b', 2),
      bucket('2024-05-20', 'a', 4),
      bucket('2024-05-27', 'a', 8),
    ])
      sums.add(each);
    expect(sums.sums()).toEqual([
      { key: '2024-W21,a', values: ['2024-W21', 'a'], created: 4, resolved: 1, reopened: 0 },
      { key: '2024-W21,b', values: ['2024-W21', 'b'], created: 3, resolved: 2, reopened: 0 },
      { key: '2024-W22,a', values: ['2024-W22', 'a'], created: 8, resolved: 1, reopened: 0 },
    ]);
  });

  test('by months takes days and months alike', () => {
    const sums = new VolumeSums(['month']);
    sums.add(bucket('2024-05', 'a', 1, 'month'));
    sums.add(bucket('2024-05-31', 'a', 2));
    expect(sums.sums()).toMatchObject([{ key: '2024-05', created: 3 }]);
  });
});
