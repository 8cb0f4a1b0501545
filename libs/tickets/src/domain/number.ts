import { calendarDay, instantOf } from '@docket/deciding';
import type { DecisionContext, NumberSeries } from '@docket/deciding';

/** Digits that a serial has at least; a day with more tickets has longer numbers. */
const SERIAL_DIGITS = 3;

/** Numbers are `YYYYMMDD-NNN`: the day on which the ticket was reported, in the service's time zone, and a serial of this day. */
export const numberSeries = (
  { occurredAt }: { readonly occurredAt?: string | null },
  { now, timeZone }: Pick<DecisionContext, 'now' | 'timeZone'>,
): NumberSeries => {
  const day = calendarDay((occurredAt && instantOf(occurredAt)) || now, timeZone).replaceAll('-', '');
  return { stream: `ticketNumber-${day}`, format: (serial) => `${day}-${String(serial).padStart(SERIAL_DIGITS, '0')}` };
};

/** Digits that a serial is filled up to where numbers are ordered. */
const ORDERED_DIGITS = 10;

/** A number as a text whose byte order is its order. */
export const orderedNumber = (number: string): string => {
  const hyphen = number.indexOf('-');
  return `${number.slice(0, hyphen + 1)}${number.slice(hyphen + 1).padStart(ORDERED_DIGITS, '0')}`;
};
