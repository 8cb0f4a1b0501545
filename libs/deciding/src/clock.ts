/** Milliseconds since 1970, UTC: as `Date.now` gives them. */
export type Clock = () => number;

/** What now is for a stream: the clock, but never below the stream's last recordedAt (a clock may be set back). */
export const nowFor = (clock: Clock, lastRecordedAt: string): string => {
  const now = textOf(clock());
  return now < lastRecordedAt ? lastRecordedAt : now;
};

let lastTime = Number.NaN;
let lastText = '';

/** Many commands are decided in one millisecond: it is written down once. */
const textOf = (time: number): string => {
  if (time !== lastTime) {
    lastText = new Date(time).toISOString();
    lastTime = time;
  }
  return lastText;
};

/** `2024-05-20T08:00:00.000Z`: only among those of years of four digits is the order of texts that of time. */
const INSTANT_LENGTH = 24;

let lastAsked: string | undefined;
let lastInstant: string | undefined;

/** An instant as events carry it (ISO 8601, UTC, milliseconds); undefined: the text is none, or none of the years 0000 to 9999. (What is imported asks of each time again and again: it is read once.) */
export const instantOf = (text: string): string | undefined => {
  if (text !== lastAsked) {
    const time = Date.parse(text);
    const instant = Number.isNaN(time) ? '' : new Date(time).toISOString();
    lastInstant = instant.length === INSTANT_LENGTH ? instant : undefined;
    lastAsked = text;
  }
  return lastInstant;
};
