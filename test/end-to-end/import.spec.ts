import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolder, type RecordedEvent, SqliteEventReader } from '@docket/event-store';
import { writeIncidentLog } from '../bench/incident-log.mjs';
import { docket } from './docket-command.js';
import { DocketProcess, temporaryFolder } from './docket-process.js';

const MAPPING = 'docs/examples/servicenow-incident-log.json';
/** The same in every folder, so that people have the same ids. */
const env = { DOCKET_SECRET: 'a secret for tests only' };

/** Milliseconds that a test may take: the program starts in a second, on a machine that is busy with other tests in some more. */
const TEST_MS_MAX = 120_000;

const folder = temporaryFolder();
afterAll(folder.remove);
const inFolder = (name: string) => join(folder.path, name);
const log = inFolder('log.csv');
let rows = 0;
beforeAll(async () => {
  rows = await writeIncidentLog(log, 800);
}, TEST_MS_MAX);

/** A digest of each ticket's stream, without what is another one in every folder: numbers (they may have holes), the workflow's id, when it was recorded. */
const histories = async (dataDir: string): Promise<Record<string, string>> => {
  const events = SqliteEventReader.open(join(dataDir, 'events.db'));
  const streams: Record<string, string> = {};
  let page: readonly RecordedEvent[] = await events.readAll();
  for (; page.length > 0; page = await events.readAll({ after: page.at(-1)?.position ?? '' })) {
    for (const { stream, revision, type, data, metadata } of page) {
      if (!stream.startsWith('ticket-')) continue;
      const { occurredAt, actor, commandId } = metadata;
      const own = { ...data, number: undefined, workflow: undefined };
      const text = JSON.stringify([streams[stream], revision, type, own, occurredAt, actor, commandId]);
      streams[stream] = createHash('sha256').update(text).digest('hex');
    }
  }
  await events.close();
  return streams;
};

describe('docket import', () => {
  const whole = inFolder('whole');

  test(
    'imports a log, says what it has done, and a server shows it',
    async () => {
      const end = await docket(['import', log, '--mapping', MAPPING, '--json'], { dataDir: whole, env });
      expect(end.code).toBe(0);
      const report = JSON.parse(end.stdout) as Record<string, number>;
      expect(report).toMatchObject({ rows, tickets: 800, rejected: 0, complete: true, rejectsFile: null });
      expect(report['events']).toBeGreaterThan(rows);
      for (const key of ['importSeconds', 'followedSeconds', 'rssMaxMebibytes']) expect(report[key]).toBeGreaterThan(0);
      expect(end.stderr).toMatch(/is read to its end\n.*all read models show it\n$/s);

      const server = await DocketProcess.start({ dataDir: whole, env });
      const { body } = await server.call('GET', '/tickets?status=closed&sort=number&limit=1');
      expect(body).toMatchObject({
        items: [{ number: '20160229-001', status: 'closed', externalRef: { system: 'servicenow-uci-498', id: '0000001' } }],
      });
      expect(await server.stop()).toBe(0);
    },
    TEST_MS_MAX,
  );

  test(
    'adds nothing when it is run again',
    async () => {
      const before = await histories(whole);
      const end = await docket(['import', log, '-m', MAPPING], { dataDir: whole, env });
      expect(end).toMatchObject({ code: 0, stdout: expect.stringMatching(/^rows +0\ntickets +0\nevents +0\nrejected +0\n/) });
      expect(end.stderr).toContain(`the first ${rows.toLocaleString('en')} rows had been imported before\n`);
      expect(await histories(whole)).toEqual(before);
    },
    TEST_MS_MAX,
  );

  test(
    'killed again and again, comes to the same in the end',
    async () => {
      const dataDir = inFolder('killed');
      for (let round = 0; round < 3; round += 1) {
        const end = await docket(['import', log, '-m', MAPPING], { dataDir, env, signal: { name: 'SIGKILL', when: /bytes read/ } });
        expect(end.code).toBe('SIGKILL');
      }
      const end = await docket(['import', log, '-m', MAPPING, '--json'], { dataDir, env });
      expect(end.code).toBe(0);
      const { rowsBefore, rows: rest } = JSON.parse(end.stdout) as Record<string, number>;
      expect(rowsBefore).toBeGreaterThan(0);
      expect((rowsBefore ?? 0) + (rest ?? 0)).toBe(rows);
      expect(await histories(dataDir)).toEqual(await histories(whole));
    },
    TEST_MS_MAX,
  );

  test(
    'stopped with Ctrl-C, says so and goes on the next time',
    async () => {
      const dataDir = inFolder('stopped');
      const stopped = await docket(['import', log, '-m', MAPPING], { dataDir, env, signal: { name: 'SIGINT', when: /bytes read/ } });
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toContain('stopped; the same command goes on where it was\n');
      const end = await docket(['import', log, '-m', MAPPING], { dataDir, env });
      expect(end).toMatchObject({ code: 0, stderr: expect.stringContaining('rows had been imported before\n') });
      expect(await histories(dataDir)).toEqual(await histories(whole));
    },
    TEST_MS_MAX,
  );

  test(
    'can be stopped with Ctrl-C while it waits for a MongoDB that is away',
    async () => {
      const away = { ...env, MONGODB_URL: 'mongodb://127.0.0.1:1/docket' };
      const signal = { name: 'SIGINT', when: /waits for a store that is away/ } as const;
      const stopped = await docket(['import', log, '-m', MAPPING], { dataDir: inFolder('away'), env: away, signal });
      expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining('stopped; the same command goes on where it was\n') });
    },
    TEST_MS_MAX,
  );

  test(
    'leaves a log whose rebuild can be stopped with Ctrl-C, too: it says so, and the next one builds',
    async () => {
      const signal = { name: 'SIGINT', when: /events folded/ } as const;
      const stopped = await docket(['rebuild'], { dataDir: whole, env, signal });
      expect({ code: stopped.code, last: stopped.stderr.trimEnd().split('\n').at(-1) }).toEqual({
        code: 130,
        last: 'stopped; the next rebuild or start goes on with what is built so far',
      });
      const built = await docket(['rebuild'], { dataDir: whole, env });
      expect(built).toMatchObject({ code: 0, stderr: expect.stringMatching(/\nbuilt: agents, .*\n$/) });
    },
    TEST_MS_MAX,
  );

  test(
    'lists rejected rows in a file, and shows the first of them',
    async () => {
      const [header = '', ...lines] = readFileSync(log, 'utf8').split('\n').slice(0, 40);
      const file = inFolder('wrong.csv');
      writeFileSync(
        file,
        [header, ...lines.slice(0, 5), ...lines.slice(5, 35).map((line) => line.replace(/^(\d+),[^,]+/, '$1,-100')), ''].join('\n'),
      );
      const dataDir = inFolder('wrong');
      const end = await docket(['import', file, '-m', MAPPING], { dataDir, env });
      expect(end.code).toBe(0);
      expect(end.stderr.match(/^rejected: line \d+ \(\d+\): ident_state: "-100" is not among the values of the mapping$/gm)).toHaveLength(
        20,
      );
      expect(end.stderr).toMatch(/^and 10 more rejected rows: .*servicenow-uci-498\.rejects\.csv$/m);
      const rejects = readFileSync(join(dataDir, 'importing', 'servicenow-uci-498.rejects.csv'), 'utf8').split('\n');
      expect(rejects).toHaveLength(32);
      expect(rejects.slice(0, 2)).toEqual([
        'line,case,reason',
        expect.stringMatching(/^7,\d{7},"ident_state: ""-100"" is not among the values of the mapping"$/),
      ]);
    },
    TEST_MS_MAX,
  );

  test(
    'fails where the mapping fits no row, and takes all of them when it is mended',
    async () => {
      const file = inFolder('few.csv');
      writeFileSync(file, `${readFileSync(log, 'utf8').split('\n').slice(0, 20).join('\n')}\n`);
      const mistaken = inFolder('mistaken.json');
      writeFileSync(mistaken, readFileSync(MAPPING, 'utf8').replace('d/M/yyyy H:mm', 'yyyy-MM-dd'));
      const dataDir = inFolder('mistaken');
      const end = await docket(['import', file, '-m', mistaken], { dataDir, env });
      expect(end).toMatchObject({ code: 65, stdout: '' });
      expect(end.stderr).toMatch(/^docket: every row of .*few\.csv is rejected: the mapping .*mistaken\.json does not fit it$/m);
      expect(await docket(['import', file, '-m', mistaken], { dataDir, env })).toMatchObject({ code: 65, stdout: '' });
      const mended = await docket(['import', file, '-m', MAPPING], { dataDir, env });
      expect(mended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^rows +19\n(?:.*\n)*rejected +0\n/) });
      expect(mended.stderr).toContain('the mapping is another one than before: the file was read from its start');
    },
    TEST_MS_MAX,
  );

  test(
    'says what to do while a server has the data folder open',
    async () => {
      const server = await DocketProcess.start({ dataDir: whole, env });
      const end = await docket(['import', log, '-m', MAPPING], { dataDir: whole, env });
      expect(end).toEqual({
        code: 69,
        stdout: '',
        stderr: expect.stringMatching(/^docket: .*open in another process: stop that process first.*\n$/),
      });
      await server.stop();
    },
    TEST_MS_MAX,
  );
});

describe('the notes of an import', () => {
  test(
    'are used by one import at a time, also where no folder of stores is locked: another one ends with one line',
    async () => {
      const dataDir = inFolder('at-once');
      const other = await DataFolder.open(join(dataDir, 'importing'));
      expect(await docket(['import', log, '-m', MAPPING], { dataDir, env })).toEqual({
        code: 69,
        stdout: '',
        stderr: expect.stringMatching(/^docket: .*at-once\/importing is open in another process: stop that process first.*\n$/),
      });
      other.close();
    },
    TEST_MS_MAX,
  );
});

describe('bad input of docket import', () => {
  const mapping = JSON.parse(readFileSync(MAPPING, 'utf8')) as { ticket: object };
  const fileWith = (name: string, text: string): string => {
    writeFileSync(inFolder(name), text);
    return inFolder(name);
  };
  const mappingWith = (name: string, changes: object) => fileWith(name, JSON.stringify({ ...mapping, ...changes }));

  test.each<[string, () => readonly string[], number, RegExp]>([
    ['a log that is not there', () => [inFolder('none.csv'), '-m', MAPPING], 65, /none\.csv can't be read: ENOENT/],
    [
      'a file that is no log',
      () => [fileWith('text.txt', 'hello\n'), '-m', MAPPING],
      65,
      /text\.txt is no log: its header has one column only/,
    ],
    ['an empty file', () => [fileWith('empty.csv', ''), '-m', MAPPING], 65, /empty\.csv is no log: it is empty/],
    ['a mapping that is not there', () => [log, '-m', inFolder('none.json')], 65, /the mapping .*none\.json can't be read: ENOENT/],
    ['a mapping that is no JSON', () => [log, '-m', fileWith('broken.json', '{')], 65, /the mapping .*broken\.json is not JSON/],
    [
      'a mapping with an unknown field',
      () => [log, '-m', mappingWith('unknown.json', { cases: 'number' })],
      65,
      /unknown\.json: cases: is unknown/,
    ],
    [
      'a mapping with a wrong zone',
      () => [log, '-m', mappingWith('zone.json', { time: { column: 'sys_updated_at', format: 'd/M/yyyy', zone: 'Moon' } })],
      65,
      /zone\.json: time\.zone: Moon is not the name of a time zone/,
    ],
    [
      'a mapping that names a column that is not there',
      () => [log, '-m', mappingWith('column.json', { case: 'incident' })],
      65,
      /case: the log has no column incident; its columns are number, /,
    ],
    ['no mapping', () => [log], 64, /is no export of Docket: say with --mapping what the columns of a change log mean/],
  ])(
    '%s',
    async (_, args, code, line) => {
      const dataDir = inFolder('never');
      const end = await docket(['import', ...args()], { dataDir });
      expect(end).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(line) });
      if (code === 65) expect(end.stderr).toMatch(/^docket: [^\n]+\n$/);
      expect(existsSync(dataDir)).toBe(false);
    },
    TEST_MS_MAX,
  );

  test(
    'a status that the workflow does not have',
    async () => {
      const status = { column: 'ident_state', values: { New: 'fresh' } };
      const file = mappingWith('status.json', { ticket: { ...mapping.ticket, status } });
      const end = await docket(['import', log, '-m', file], { dataDir: inFolder('status') });
      expect(end).toEqual({ code: 65, stdout: '', stderr: 'docket: ticket.status.values.New: the workflow has no status fresh\n' });
    },
    TEST_MS_MAX,
  );

  test(
    'a data folder that can’t be written',
    async () => {
      const end = await docket(['import', log, '-m', MAPPING], { dataDir: join(log, 'data') });
      expect(end).toMatchObject({ code: 69, stderr: expect.stringMatching(/^docket: the data folder .* cannot be written: [^\n]+\n$/) });
    },
    TEST_MS_MAX,
  );
});
