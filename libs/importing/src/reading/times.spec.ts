import { REMEMBERED_TIMES_MAX, YEAR_MIN } from '../domain/limits.js';
import type { ReadTime } from '../domain/moment.js';
import { formatProblem, timeReader } from './times.js';

const iso = (time: ReadTime): unknown => ('at' in time ? new Date(time.at).toISOString() : time.problem);

describe('a time', () => {
  test.each([
    ['d/M/yyyy H:mm', 'UTC', '29/2/2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['d/M/yyyy H:mm', 'UTC', '5/3/2016 9:05', '2016-03-05T09:05:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss', 'Europe/Berlin', '2024-07-01 12:00:00', '2024-07-01T10:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss', 'Asia/Shanghai', '2024-07-01 12:00:00', '2024-07-01T04:00:00.000Z'],
    ['yyyy-MM-dd HH:mm ZZ', 'Europe/Berlin', '2024-07-01 12:00 +05:30', '2024-07-01T06:30:00.000Z'],
    ['MM/dd/yyyy hh:mm a', 'America/New_York', '12/31/2023 11:30 PM', '2024-01-01T04:30:00.000Z'],
    ['yyyy-MM-dd', 'America/New_York', '2024-01-01', '2024-01-01T05:00:00.000Z'],
  ])('as %s in %s: %s is %s', (format, zone, text, moment) => {
    expect(iso(timeReader({ format, zone })(text))).toBe(moment);
  });

  test.each([
    ['31/2/2016 10:00', /is not a time/],
    ['yesterday', /is not a time/],
    ['', /is not a time/],
    ['1/1/2016 25:00', /is not a time/],
    [`31/12/${YEAR_MIN - 1} 23:59`, new RegExp(`lies before ${YEAR_MIN}$`)],
  ])('%j is none', (text, problem) => {
    expect(iso(timeReader({ format: 'd/M/yyyy H:mm', zone: 'UTC' })(text))).toMatch(problem);
  });

  test('of the first moment that a log may tell of is one', () => {
    expect(iso(timeReader({ format: 'd/M/yyyy H:mm', zone: 'UTC' })(`1/1/${YEAR_MIN} 0:00`))).toBe(`${YEAR_MIN}-01-01T00:00:00.000Z`);
  });

  test('that the clocks skipped is none', () => {
    const read = timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' });
    expect(iso(read('2024-03-31 02:30'))).toMatch(/skipped when they went forward/);
    expect(iso(read('2024-03-31 03:00'))).toBe('2024-03-31T01:00:00.000Z');
  });

  test('of a day that the calendar skipped is none', () => {
    const read = timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'Pacific/Apia' });
    expect(iso(read('2011-12-30 10:00'))).toMatch(/skipped when they went forward/);
    expect(iso(read('2011-12-29 10:00'))).toBe('2011-12-29T20:00:00.000Z');
    expect(iso(read('2011-12-31 10:00'))).toBe('2011-12-30T20:00:00.000Z');
  });

  test('that the clocks showed twice is both', () => {
    const read = timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' });
    expect(read('2024-10-27 02:30')).toEqual({ at: Date.parse('2024-10-27T00:30Z'), later: Date.parse('2024-10-27T01:30Z') });
    expect(read('2024-10-27 03:00')).toEqual({ at: Date.parse('2024-10-27T02:00Z') });
  });

  test('is read right however many were read before', () => {
    const read = timeReader({ format: 'yyyy-MM-dd', zone: 'UTC' });
    for (let number = 0; number < REMEMBERED_TIMES_MAX + 10; number += 1) read(`no ${number}`);
    expect(iso(read('2024-05-20'))).toBe('2024-05-20T00:00:00.000Z');
    expect(iso(read('2024-05-20'))).toBe('2024-05-20T00:00:00.000Z');
  });
});

test.each([
  ['d/M/yyyy H:mm', undefined],
  ['yyyy-MM-dd', undefined],
  ["yyyy-MM-dd'T'HH:mm:ssZZ", undefined],
  ['HH:mm', 'HH:mm does not tell a day'],
  ['yyyy', 'yyyy does not tell a day'],
])('of the format %s is said: %s', (format, problem) => {
  expect(formatProblem(format)).toBe(problem);
});
