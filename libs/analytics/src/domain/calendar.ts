/** Days are texts, `2024-05-20`: their byte order is their order. Months are their beginnings, `2024-05`. */
export type Day = string;
export type Month = string;

const DAY_MS = 86_400_000;
/** 1970-01-05, a Monday, in days since 1970. */
const FIRST_MONDAY = 4;
const THURSDAY = 3;

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`) / DAY_MS;
/** Behind all days and months: it follows every digit. Years have four digits. */
const NEVER = '~';
const LAST_DAY: Day = '9999-12-31';

const dayOf = (number: number): Day => new Date(number * DAY_MS).toISOString().slice(0, 10);

export const monthOf = (day: Day): Month => day.slice(0, 7);

export const dayAfter = (day: Day): Day => (day === LAST_DAY ? NEVER : dayOf(numberOf(day) + 1));

export const firstDayOf = (month: Month): Day => `${month}-01`;

export const monthAfter = (month: Month): Month => {
  if (month === monthOf(LAST_DAY)) return NEVER;
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(Date.UTC(year, number, 1)).toISOString());
};

/** The ISO 8601 week of a day, `2024-W21`: it begins on Monday and belongs to the year of its Thursday. */
export const weekOf = (day: Day): string => {
  const number = numberOf(day);
  const monday = number - ((((number - FIRST_MONDAY) % 7) + 7) % 7);
  const thursday = dayOf(monday + THURSDAY);
  const week = Math.floor((numberOf(thursday) - numberOf(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
};
