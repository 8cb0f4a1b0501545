// A rebuild of the tickets read model against reading and parsing the same events.
import { join } from 'node:path';
import { importedIncidents } from './incidents.mjs';

const FLOOR = 0.15;

/** Reads and parses the whole log: events, and seconds. */
const readWhole = async (dataDir) => {
  const { EVENTS_FILE, SqliteEventReader } = await import('../../dist/libs/event-store/src/index.js');
  const reader = SqliteEventReader.open(join(dataDir, EVENTS_FILE));
  const before = performance.now();
  let events = 0;
  for (let after; ;) {
    const page = await reader.readAll(after === undefined ? {} : { after });
    if (page.length === 0) break;
    events += page.length;
    after = page.at(-1).position;
  }
  const seconds = (performance.now() - before) / 1_000;
  await reader.close();
  return { events, seconds };
};

/** Builds the tickets read model anew, beside the one that serves: seconds from the order to the switch. */
const rebuildTickets = async (dataDir) => {
  const { rebuild } = await import('../../dist/apps/docket/src/rebuilding/rebuild.js');
  const before = performance.now();
  let seconds;
  await rebuild({
    settings: { dataDir, timeZone: 'UTC' },
    wanted: ['tickets'],
    progress: { update: () => undefined, end: () => (seconds = (performance.now() - before) / 1_000) },
    log: ({ level, message }) => level !== 'info' && process.stderr.write(`${message}\n`),
    signal: new AbortController().signal,
  });
  return seconds;
};

export const rows = async ({ workspace }) => {
  const { dataDir } = await importedIncidents(workspace);
  const whole = await readWhole(dataDir);
  const [value, limit] = [whole.events / (await rebuildTickets(dataDir)), whole.events / whole.seconds];
  return [{ name: 'rebuild of the tickets read model', value, unit: 'events/s', limit, ratio: value / limit, floor: FLOOR }];
};
