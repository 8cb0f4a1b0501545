import { dayAfter, firstDayOf, monthAfter, monthOf, weekOf } from './calendar.js';

describe('the calendar', () => {
  test.each([
    ['2024-05-20', '2024-W21'],
    ['2024-05-26', '2024-W21'],
    ['2024-05-27', '2024-W22'],
    // The year of a week is that of its Thursday.
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2024-12-30', '2025-W01'],
    ['2023-01-01', '2022-W52'],
    ['1970-01-01', '1970-W01'],
    ['1969-12-28', '1969-W52'],
  ])('%s is in the week %s', (day, week) => {
    expect(weekOf(day)).toBe(week);
  });

  test('has days after days, and months after months', () => {
    expect([dayAfter('2024-02-28'), dayAfter('2024-02-29'), dayAfter('2023-12-31')]).toEqual(['2024-02-29', '2024-03-01', '2024-01-01']);
    expect([monthAfter('2024-01'), monthAfter('2023-12')]).toEqual(['2024-02', '2024-01']);
    expect([dayAfter('9999-12-31'), monthAfter('9999-12')].every((after) => after > '9999-12-31')).toBe(true);
    expect([monthOf('2024-05-20'), firstDayOf('2024-05')]).toEqual(['2024-05', '2024-05-01']);
  });
});
