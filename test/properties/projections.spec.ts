import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RecordedEvent, SqliteEventReader } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { checkProjection, collectionsLeftEmpty } from '@docket/projecting/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import { writeIncidentLog } from '../bench/incident-log.mjs';
import { temporaryFolder } from '../end-to-end/docket-process.js';
import { carryOutExamples } from '../end-to-end/page-examples.js';
import { embedded } from '../end-to-end/pairs.js';
import { RunningServer } from '../end-to-end/running-server.js';
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

/** The whole log of a data folder that no process has open. */
const logIn = async (dataDir: string): Promise<readonly RecordedEvent[]> => {
  const reader = SqliteEventReader.open(join(dataDir, 'events.db'));
  const events: RecordedEvent[] = [];
  let page = await reader.readAll();
  for (; page.length > 0; page = await reader.readAll({ after: page.at(-1)?.position ?? '' })) events.push(...page);
  await reader.close();
  return events;
};

/** Imports a change log into a data folder of its own, as a user does, and gives the events that it became. */
const logOfImport = async (csv: string, name: string): Promise<readonly RecordedEvent[]> => {
  const dataDir = join(folder.path, name);
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir };
  await promisify(execFile)(process.execPath, ['apps/docket/bin/docket.mjs', 'import', csv, '--mapping', MAPPING], { env: environment });
  return logIn(dataDir);
};

/** What a server has written when the example of every operation was carried out on it. */
const logOfExamples = async (): Promise<readonly RecordedEvent[]> => {
  const running = new RunningServer();
  try {
    await running.start(embedded.open);
    await carryOutExamples(running.server);
    await running.server.stop();
    return await logIn(running.dataDir);
  } finally {
    await running.stop();
  }
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

let ofImport: readonly RecordedEvent[] = [];
let ofExamples: readonly RecordedEvent[] = [];
beforeAll(async () => {
  const csv = join(folder.path, 'made.csv');
  await writeIncidentLog(csv, INCIDENTS);
  ofImport = await logOfImport(csv, 'made');
  ofExamples = await logOfExamples();
}, 240_000);

describe('over a log of the shape of the real one,', () => readModelsAreFoldsOf(() => ofImport));

describe('over the log of a server that has done all that its operations do,', () => readModelsAreFoldsOf(() => ofExamples));

// Over a log that has nothing for it, a read model depends on nothing whatever it is.
describe('the two logs between them have something for every collection:', () => {
  it.each(named)('$name', ({ projection }) => {
    expect(collectionsLeftEmpty(projection, [ofImport, ofExamples])).toEqual([]);
  });
});

describeNeeding(realLog, 'over the beginning of the real log,', () => {
  let events: readonly RecordedEvent[] = [];
  beforeAll(async () => {
    const csv = join(folder.path, 'real.csv');
    await extractRealLog(csv, REAL_ROWS);
    events = await logOfImport(csv, 'real');
  }, 120_000);

  it('is a log to speak of', () => {
    expect(events.length).toBeGreaterThan(REAL_ROWS / 2);
  });

  readModelsAreFoldsOf(() => events);
});
