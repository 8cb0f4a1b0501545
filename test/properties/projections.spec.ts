import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RecordedEvent, SqliteEventReader } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { checkProjection } from '@docket/projecting/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import { writeIncidentLog } from '../bench/incident-log.mjs';
import { temporaryFolder } from '../end-to-end/docket-process.js';
import { describeNeeding, realLog } from '../further-needs.js';
import { extractRealLog } from '../real-log.js';

const MAPPING = 'docs/examples/servicenow-incident-log.json';
const INCIDENTS = 300;
const REAL_ROWS = 6_000;
const SEED = 498;

const projections: readonly Projection[] = capabilities.flatMap(
  (capability) => capability.projections?.({ timeZone: 'Europe/Vienna' }) ?? [],
);
const named = projections.map((projection) => ({ name: projection.name, projection }));

const folder = temporaryFolder();
afterAll(folder.remove);

/** Imports a change log into a data folder of its own, as a user does, and gives the events that it became. */
const eventsOf = async (csv: string, name: string): Promise<readonly RecordedEvent[]> => {
  const dataDir = join(folder.path, name);
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir };
  await promisify(execFile)(process.execPath, ['apps/docket/bin/docket.mjs', 'import', csv, '--mapping', MAPPING], { env: environment });
  const reader = SqliteEventReader.open(join(dataDir, 'events.db'));
  const events: RecordedEvent[] = [];
  let page = await reader.readAll();
  for (; page.length > 0; page = await reader.readAll({ after: page.at(-1)?.position ?? '' })) events.push(...page);
  await reader.close();
  return events;
};

/** Every read model of every capability, over one log: incremental = rebuilt = delivered twice = with crashes = by two projectors at once. */
const readModelsAreFoldsOf = (events: () => readonly RecordedEvent[]): void => {
  it.each(named)(
    '$name depends on nothing but the log',
    async ({ projection }) => {
      await checkProjection(projection, events(), SEED);
    },
    300_000,
  );
};

describe('over a log of the shape of the real one,', () => {
  let events: readonly RecordedEvent[] = [];
  beforeAll(async () => {
    const csv = join(folder.path, 'made.csv');
    await writeIncidentLog(csv, INCIDENTS);
    events = await eventsOf(csv, 'made');
  }, 120_000);

  readModelsAreFoldsOf(() => events);
});

describeNeeding(realLog, 'over the beginning of the real log,', () => {
  let events: readonly RecordedEvent[] = [];
  beforeAll(async () => {
    const csv = join(folder.path, 'real.csv');
    await extractRealLog(csv, REAL_ROWS);
    events = await eventsOf(csv, 'real');
  }, 120_000);

  it('is a log to speak of', () => {
    expect(events.length).toBeGreaterThan(REAL_ROWS / 2);
  });

  readModelsAreFoldsOf(() => events);
});
