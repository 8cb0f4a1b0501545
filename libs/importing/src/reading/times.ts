import { DateTime } from 'luxon';
import { QUOTED_LENGTH_MAX, REMEMBERED_TIMES_MAX, YEAR_MIN } from '../domain/limits.js';
import type { TimeColumn } from '../domain/mapping.js';
import type { ReadTime, TimeReader } from '../domain/moment.js';
import { quoted } from '../domain/quoted.js';

const MINUTE_MS = 60_000;

/** What is wrong with a format; undefined: it reads what it writes, and has a day in it. */
export const formatProblem = (format: string): string | undefined => {
  const moment = DateTime.utc(2001, 11, 23, 14, 35, 47);
  const read = DateTime.fromFormat(moment.toFormat(format), format, { zone: 'utc' });
  if (!read.isValid) return `${format} is not a format that can be read: ${read.invalidExplanation ?? 'unknown'}`;
  return read.toISODate() === '2001-11-23' ? undefined : `${format} does not tell a day`;
};

/** Texts come again and again, and parsing one is slow: moments are remembered, up to a limit. */
export const timeReader = ({ format, zone }: Omit<TimeColumn, 'column'>): TimeReader => {
  const parser = DateTime.buildFormatParser(format);
  const clock = tellsOffset(format) ? 'utc' : zone;
  const known = new Map<string, ReadTime>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const time = readTime(text, DateTime.fromFormatParser(text, parser, { zone: 'utc' }), clock);
    if (known.size >= REMEMBERED_TIMES_MAX) known.clear();
    if (text.length <= QUOTED_LENGTH_MAX) known.set(text, time);
    return time;
  };
};

/** A format with an offset in it (`ZZ`) needs no zone. */
const tellsOffset = (format: string): boolean => {
  const elsewhere = DateTime.fromISO('2001-11-23T14:35:00+05:00', { setZone: true });
  return DateTime.fromFormat(elsewhere.toFormat(format), format, { zone: 'utc' }).hour === elsewhere.toUTC().hour;
};

/** `written` has the numbers of the text, on a clock that runs in UTC. */
const readTime = (text: string, written: DateTime, zone: string): ReadTime => {
  if (!written.isValid) return { problem: `${quoted(text)} is not a time (${explanationOf(text, written)})` };
  if (written.year < YEAR_MIN) return { problem: `${quoted(text)} lies before ${YEAR_MIN}` };
  const time = written.setZone(zone, { keepLocalTime: true });
  // luxon moves a time that was skipped on by as much as was skipped: mostly an hour, on some islands a day.
  if (time.toMillis() + time.offset * MINUTE_MS !== written.toMillis())
    return { problem: `${quoted(text)} is a time that the clocks in ${zone} skipped when they went forward` };
  const [first = time, second] = time.getPossibleOffsets();
  return second === undefined ? { at: time.toMillis() } : { at: first.toMillis(), later: second.toMillis() };
};

/** luxon's explanation has the whole text in it. */
const explanationOf = (text: string, { invalidExplanation, invalidReason }: DateTime): string =>
  (text.length <= QUOTED_LENGTH_MAX ? invalidExplanation : undefined) ?? invalidReason ?? 'unknown';
