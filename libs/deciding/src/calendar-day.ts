/** Minutes whose day is remembered for a zone: those of a month. */
const REMEMBERED_MINUTES_MAX = 45_000;
const MINUTE_MS = 60_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Minutes since 1970 → day. Zones have been whole minutes apart since 1972, so a minute lies within one day. */
  readonly days: Map<number, string>;
}

const zones = new Map<string, Zone>();

/** The day of an instant (ISO 8601, UTC) in a time zone (IANA name): `2024-05-20`. */
export const calendarDay = (instant: string, timeZone: string): string => {
  if (timeZone === 'UTC') return instant.slice(0, 10);
  const zone = zones.get(timeZone) ?? newZone(timeZone);
  const minute = Math.floor(Date.parse(instant) / MINUTE_MS);
  const known = zone.days.get(minute);
  if (known !== undefined) return known;
  const day = zone.format.format(minute * MINUTE_MS);
  // Emptied when full: what follows in a log is mostly of the same days.
  if (zone.days.size >= REMEMBERED_MINUTES_MAX) zone.days.clear();
  zone.days.set(minute, day);
  return day;
};

const newZone = (timeZone: string): Zone => {
  // The Swedish locale writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const zone = { format, days: new Map<number, string>() };
  zones.set(timeZone, zone);
  return zone;
};
