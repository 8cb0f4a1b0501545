import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { writeIncidentLog } from '../bench/incident-log.mjs';
import { StandIn } from '../eventstoredb/stand-in/index.js';
import { type CommandOptions, docket } from './docket-command.js';
import { temporaryFolder } from './docket-process.js';

const MAPPING = 'docs/examples/servicenow-incident-log.json';
const env = { DOCKET_SECRET: 'a secret for tests only' };
/** Milliseconds that a test may take, on a machine that is busy with other tests. */
const TEST_MS_MAX = 180_000;
const INCIDENTS = 120;

describe('moving from the embedded store to a server, and back, by the commands that users have', () => {
  const folder = temporaryFolder();
  const inFolder = (name: string) => join(folder.path, name);
  const file = inFolder('docket.ndjson');
  let server: StandIn;
  let text = '';

  const embedded = (args: readonly string[], name: string) => docket(args, { dataDir: inFolder(name), env });
  /** A log of its own on the server. The data folder is never made: nothing is kept there. */
  const onServer = () => {
    const settings = { ...env, EVENTSTORE_URL: server.connectionString, EVENTSTORE_PREFIX: `${randomUUID()}.` };
    return (args: readonly string[], more: Partial<CommandOptions> = {}) =>
      docket(args, { dataDir: inFolder('never-made'), env: settings, ...more });
  };

  beforeAll(async () => {
    server = await StandIn.start();
    const csv = inFolder('log.csv');
    await writeIncidentLog(csv, INCIDENTS);
    expect((await embedded(['import', csv, '-m', MAPPING], 'source')).code).toBe(0);
    expect((await embedded(['export', '--out', file], 'source')).code).toBe(0);
    text = (await embedded(['export'], 'source')).stdout;
  }, TEST_MS_MAX);
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  test(
    'keeps every byte of the export, killed on the way or not',
    async () => {
      const run = onServer();
      const killed = await run(['import', file], { signal: { name: 'SIGKILL', when: /bytes restored/ } });
      expect(killed.code).toBe('SIGKILL');
      const line =
        'an export is restored into this log only by half: let the same docket import bring it to its end, or choose another EVENTSTORE_PREFIX';
      for (const started of [['serve'], ['export'], ['import', inFolder('log.csv'), '-m', MAPPING]])
        expect(await run(started, { dataDir: inFolder('served') })).toMatchObject({
          code: 69,
          stderr: expect.stringContaining(line) as unknown,
        });
      const end = await run(['import', file, '--json']);
      expect(end.code).toBe(0);
      const { events, eventsBefore, complete } = JSON.parse(end.stdout) as Record<string, number | boolean>;
      expect(complete).toBe(true);
      expect(Number(eventsBefore)).toBeGreaterThan(0);
      expect(Number(events) + Number(eventsBefore)).toBe(text.trimEnd().split('\n').length - 2);

      const back = inFolder('back.ndjson');
      expect((await run(['export', '--out', back])).code).toBe(0);
      expect((await run(['export'])).stdout).toBe(text);
      expect((await embedded(['import', back], 'back')).code).toBe(0);
      expect((await embedded(['export'], 'back')).stdout).toBe(text);
    },
    TEST_MS_MAX,
  );

  test(
    'is refused for a log there that is another one, with one line; so is the export of a log that is not there',
    async () => {
      const run = onServer();
      expect(await run(['export'])).toMatchObject({ code: 69, stderr: 'docket: the log is empty: there is nothing to export\n' });
      expect((await embedded(['import', inFolder('log.csv'), '-m', MAPPING], 'other')).code).toBe(0);
      const other = inFolder('other.ndjson');
      expect((await embedded(['export', '--out', other], 'other')).code).toBe(0);
      expect((await run(['import', other])).code).toBe(0);
      expect(await run(['import', file])).toMatchObject({
        code: 65,
        stderr: expect.stringMatching(/^docket: .*docket.ndjson can't be restored: the log has been opened already, .*\n$/),
      });
    },
    TEST_MS_MAX,
  );

  test(
    'of a server that does not answer ends with one line',
    async () => {
      const gone = await StandIn.start();
      await gone.stop();
      const settings = { ...env, EVENTSTORE_URL: gone.connectionString };
      for (const args of [['export'], ['import', file], ['import', inFolder('log.csv'), '-m', MAPPING], ['rebuild']]) {
        const { code, stderr } = await docket(args, { dataDir: inFolder('other'), env: settings });
        expect(code).toBe(69);
        expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      }
    },
    TEST_MS_MAX,
  );
});
