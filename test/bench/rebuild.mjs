// A rebuild of the tickets read model against reading and parsing the same events.
import { importedIncidents } from './incidents.mjs';
import { readWhole } from './reading.mjs';

const FLOOR = 0.15;

/** Builds the tickets read model anew, beside the one that serves: seconds from the order to the switch. */
export const rebuildTickets = async (stores) => {
  const { rebuild } = await import('../../dist/apps/docket/src/rebuilding/rebuild.js');
  const before = performance.now();
  let seconds;
  await rebuild({
    settings: { ...stores, timeZone: 'UTC' },
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
  const [value, limit] = [whole.events / (await rebuildTickets({ dataDir })), whole.events / whole.seconds];
  return [{ name: 'rebuild of the tickets read model', value, unit: 'events/s', limit, ratio: value / limit, floor: FLOOR }];
};
