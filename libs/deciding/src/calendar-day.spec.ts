import { calendarDay } from './calendar-day.js';

describe('the day of an instant', () => {
  test.each([
    ['2024-05-20T15:59:59.999Z', 'UTC', '2024-05-20'],
    ['2024-05-20T15:59:59.999Z', 'Asia/Shanghai', '2024-05-20'],
    ['2024-05-20T16:00:00.000Z', 'Asia/Shanghai', '2024-05-21'],
    ['2024-05-20T00:00:00.000Z', 'America/New_York', '2024-05-19'],
    // An hour that daylight saving left out, and one that it brought twice.
    ['2024-03-10T04:59:59.000Z', 'America/New_York', '2024-03-09'],
    ['2024-03-10T05:00:00.000Z', 'America/New_York', '2024-03-10'],
    ['2024-11-04T04:59:59.000Z', 'America/New_York', '2024-11-03'],
    ['2024-11-04T05:00:00.000Z', 'America/New_York', '2024-11-04'],
    // Quarters of an hour, and a day that Samoa never had.
    ['2024-05-20T18:15:00.000Z', 'Asia/Kathmandu', '2024-05-21'],
    ['2011-12-30T09:59:00.000Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
  ])('%s in %s is of %s', (instant, zone, day) => {
    expect(calendarDay(instant, zone)).toBe(day);
    expect(calendarDay(instant, zone)).toBe(day);
  });

  test('is the same when it is asked of more minutes than are remembered', () => {
    const first = Date.UTC(2024, 0, 1);
    const days = Array.from({ length: 46_000 }, (_, minute) =>
      calendarDay(new Date(first + minute * 60_000).toISOString(), 'Europe/Berlin'),
    );
    expect(days[0]).toBe('2024-01-01');
    expect(days[23 * 60 - 1]).toBe('2024-01-01');
    expect(days[23 * 60]).toBe('2024-01-02');
    expect(calendarDay('2024-01-01T00:00:00.000Z', 'Europe/Berlin')).toBe('2024-01-01');
  });
});
