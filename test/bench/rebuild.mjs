// A rebuild of the tickets read model against reading and parsing the same events.
import { join } from 'node:path';
import { importedIncidents } from './incidents.mjs';
import { program, run, TOKEN } from './processes.mjs';

const FLOOR = 0.15;

/** Reads and parses the whole log: events, and seconds. */
const readWhole = async (dataDir) => {
  const { SqliteEventReader } = await import('../../dist/libs/event-store/src/index.js');
  const reader = SqliteEventReader.open(join(dataDir, 'events.sqlite'));
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

export const rows = async ({ workspace }) => {
  const { dataDir } = await importedIncidents(workspace);
  const whole = await readWhole(dataDir);
  const { output } = await run([program, 'rebuild', 'tickets', '--json'], { env: { DATA_DIR: dataDir, DOCKET_ADMIN_TOKEN: TOKEN } });
  const { seconds } = JSON.parse(output.trim().split('\n').at(-1));
  const [value, limit] = [whole.events / seconds, whole.events / whole.seconds];
  return [{ name: 'rebuild of the tickets read model', value, unit: 'events/s', limit, ratio: value / limit, floor: FLOOR }];
};
