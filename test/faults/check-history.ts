import type { Append, Logged } from './append-history.js';

/** Where an append's events stand in the log: nowhere, or in a row. */
type Place = { readonly first: Logged; readonly last: Logged } | 'nowhere' | 'torn';

const placeOf = ({ ids, stream }: Append, log: ReadonlyMap<string, readonly Logged[]>): Place => {
  const found = ids.map((id) => log.get(id)?.[0]);
  if (found.every((event) => event === undefined)) return 'nowhere';
  const [first] = found;
  const inRow = first && found.every((event, index) => event?.stream === stream && event.revision === first.revision + index);
  const last = found.at(-1);
  return inRow && last ? { first, last } : 'torn';
};

const expectedFirst = ({ expected }: Append): number | undefined => {
  if (expected === 'any') return undefined;
  return expected === 'none' ? 0 : expected + 1;
};

const named = ({ stream, expected, ids }: Append): string => `the append of ${ids.join(' ')} to ${stream} at ${expected}`;

/** The log by itself: its order, its streams without a gap, no event twice. */
const violationsOfLog = (log: readonly Logged[]): string[] => {
  const violations: string[] = [];
  const ends = new Map<string, number>();
  const seen = new Set<string>();
  let before = '';
  for (const { id, stream, revision, position } of log) {
    if (position <= before) violations.push(`${position} does not stand behind ${before}`);
    before = position;
    const next = (ends.get(stream) ?? -1) + 1;
    if (revision !== next) violations.push(`${stream} goes on with revision ${revision} instead of ${next}`);
    ends.set(stream, revision);
    if (seen.has(id)) violations.push(`${id} is there twice`);
    seen.add(id);
  }
  return violations;
};

const violationsOf = (append: Append, place: Place): string[] => {
  const { outcome } = append;
  if (place === 'torn') return [`${named(append)} is there in parts`];
  if (place === 'nowhere') return outcome.kind === 'ok' ? [`${named(append)} was acknowledged and is lost`] : [];
  if (outcome.kind === 'refused') return [`${named(append)} was refused and is there`];
  const violations: string[] = [];
  const first = expectedFirst(append);
  if (first !== undefined && place.first.revision !== first) violations.push(`${named(append)} stands at revision ${place.first.revision}`);
  if (outcome.kind === 'ok' && (outcome.revision !== place.last.revision || outcome.position !== place.last.position))
    violations.push(`${named(append)} was acknowledged elsewhere than it stands`);
  return violations;
};

/** Of two appends, the one that had returned before the other was asked for stands first. */
const violationsOfRealTime = (found: readonly { readonly append: Append; readonly position: string }[]): string[] => {
  const violations: string[] = [];
  let latest: Append | undefined;
  for (const { append } of [...found].sort((a, b) => (a.position < b.position ? -1 : 1))) {
    // What is unknown may have been written long after it was given up: it has no end that others could follow.
    if (append.outcome.kind === 'ok' && latest && latest.invokedAt > append.returnedAt)
      violations.push(`${named(append)} had returned before ${named(latest)} was asked for, and stands behind it`);
    if (!latest || append.invokedAt > latest.invokedAt) latest = append;
  }
  return violations;
};

const violationsOfWinners = (appends: readonly Append[]): string[] => {
  const winners = new Map<string, Append>();
  return appends.flatMap((append) => {
    if (append.outcome.kind !== 'ok' || append.expected === 'any') return [];
    const place = `${append.expected} of ${append.stream}`;
    const other = winners.get(place);
    winners.set(place, append);
    return other ? [`${named(append)} and ${named(other)} both won`] : [];
  });
};

/** What is wrong with a history of appends, given the whole log as it is read when all is over: one sentence each. Every acknowledged append is there once, where
 *  it was acknowledged; what was refused is not there; what is unknown is there once, whole, or not at all; one append wins each expected revision; positions agree with
 *  real time; nothing is there that nobody appended. `foundLater` counts the unknown ones that are there. */
export const checkHistory = (
  appends: readonly Append[],
  log: readonly Logged[],
): { readonly violations: readonly string[]; readonly foundLater: number } => {
  const byId = new Map<string, Logged[]>();
  for (const event of log) byId.set(event.id, [...(byId.get(event.id) ?? []), event]);
  const placed = appends.map((append) => ({ append, place: placeOf(append, byId) }));
  const asked = new Set(appends.flatMap(({ ids }) => ids));
  const found = placed.flatMap(({ append, place }) => (typeof place === 'string' ? [] : [{ append, position: place.last.position }]));
  return {
    violations: [
      ...violationsOfLog(log),
      ...placed.flatMap(({ append, place }) => violationsOf(append, place)),
      ...violationsOfWinners(appends),
      ...violationsOfRealTime(found),
      ...log.filter(({ id }) => !asked.has(id)).map(({ id }) => `${id} is there, and nobody appended it`),
    ],
    foundLater: found.filter(({ append }) => append.outcome.kind === 'unknown').length,
  };
};
