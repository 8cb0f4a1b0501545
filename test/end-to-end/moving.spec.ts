import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RecordedEvent, SqliteEventReader } from '@docket/event-store';
import { writeIncidentLog } from '../bench/incident-log.mjs';
import { type CommandOptions, docket } from './docket-command.js';
import { DocketProcess, temporaryFolder } from './docket-process.js';

const MAPPING = 'docs/examples/servicenow-incident-log.json';
const SECRET = 'a secret for tests only';
const env = { DOCKET_SECRET: SECRET };
/** Milliseconds that a test may take: the program starts in a second, on a machine that is busy with other tests in some more. */
const TEST_MS_MAX = 120_000;
/** Enough that the restoring of all takes longer than twice until its first progress is told. */
const INCIDENTS = 1_600;

const folder = temporaryFolder();
afterAll(folder.remove);
const inFolder = (name: string) => join(folder.path, name);
const source = inFolder('source');
const file = inFolder('docket.ndjson');
let text = '';
let events = 0;

const run = (args: readonly string[], dataDir: string, more: Partial<CommandOptions> = {}) => docket(args, { dataDir, env, ...more });
const exportTo = (out: string, more: Partial<CommandOptions> = {}) => run(['export', '--out', out], source, more);
const importInto = (dataDir: string, from = file, more: Partial<CommandOptions> = {}) => run(['import', from, '--json'], dataDir, more);

/** All that the log holds, but for the places that belong to the store. */
const logOf = async (dataDir: string) => {
  const reader = SqliteEventReader.open(join(dataDir, 'events.db'));
  const all: Omit<RecordedEvent, 'position'>[] = [];
  let page = await reader.readAll();
  for (; page.length > 0; page = await reader.readAll({ after: page.at(-1)?.position ?? '' }))
    for (const { position: _, ...event } of page) all.push(event);
  await reader.close();
  return all;
};

const headOf = async (dataDir: string): Promise<string> => {
  const reader = SqliteEventReader.open(join(dataDir, 'events.db'));
  const head = await reader.head();
  await reader.close();
  return head ?? '';
};

const refusal = async (end: ReturnType<typeof docket>) => {
  const { code, stdout, stderr } = await end;
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  return { code, line: stderr.trimEnd().replaceAll(folder.path, '') };
};

beforeAll(async () => {
  const csv = inFolder('log.csv');
  await writeIncidentLog(csv, INCIDENTS);
  expect((await run(['import', csv, '-m', MAPPING], source)).code).toBe(0);
}, TEST_MS_MAX);

describe('docket export', () => {
  test(
    'writes the whole log into a file for its owner alone, or to standard output; again, it adds nothing',
    async () => {
      const end = await exportTo(file);
      expect(end).toMatchObject({ code: 0, stdout: '' });
      text = readFileSync(file, 'utf8');
      events = (await logOf(source)).length;
      expect(text.trimEnd().split('\n')).toHaveLength(events + 2);
      expect(end.stderr).toMatch(new RegExp(`docket.ndjson has all ${events.toLocaleString('en')} events\n$`));
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect((await run(['export'], source)).stdout).toBe(text);
      const again = await exportTo(file);
      expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(/has all [\d,]+ events already\n$/) });
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
    TEST_MS_MAX,
  );

  test(
    'goes on behind the last whole line, wherever the file was cut off',
    async () => {
      const lines = text.split('\n');
      const header = Buffer.byteLength(`${lines[0] ?? ''}\n`);
      const closing = Buffer.byteLength(`${lines.at(-2) ?? ''}\n`);
      const size = Buffer.byteLength(text);
      const out = inFolder('cut.ndjson');
      for (const bytes of [0, 5, header, header + 40, Math.floor(size / 2), size - closing, size - closing + 3, size - 1]) {
        copyFileSync(file, out);
        truncateSync(out, bytes);
        expect(await exportTo(out)).toMatchObject({ code: 0 });
        expect(readFileSync(out, 'utf8')).toBe(text);
      }
    },
    TEST_MS_MAX,
  );

  test(
    'that was killed, or stopped with Ctrl-C, is completed by the same command',
    async () => {
      for (const [name, code] of [
        ['SIGKILL', 'SIGKILL'],
        ['SIGINT', 130],
      ] as const) {
        const out = inFolder(`${name}.ndjson`);
        const end = await exportTo(out, { signal: { name, when: /events exported/ } });
        // It may have been faster than the signal.
        if (end.code !== 0) expect(end.code).toBe(code);
        expect(text.startsWith(readFileSync(out, 'utf8').replace(/[^\n]*$/, ''))).toBe(true);
        expect(await exportTo(out)).toMatchObject({ code: 0 });
        expect(readFileSync(out, 'utf8')).toBe(text);
      }
    },
    TEST_MS_MAX,
  );

  test(
    'gets what is new when the log has grown',
    async () => {
      const growing = inFolder('growing');
      const out = inFolder('growing.ndjson');
      const server = async (subject: string) => {
        const process = await DocketProcess.start({ dataDir: growing, env });
        await process.call('POST', '/tickets', { subject, description: 'x', requester: { name: 'Customer A' } });
        expect(await process.stop()).toBe(0);
      };
      await server('One');
      await run(['export', '-o', out], growing);
      const before = readFileSync(out, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n');
      await server('Two');
      expect(await run(['export', '-o', out], growing)).toMatchObject({ code: 0 });
      const after = readFileSync(out, 'utf8');
      expect(after.startsWith(`${before}\n`)).toBe(true);
      expect(after).toContain('"subject":"Two"');
      expect((await run(['export'], growing)).stdout).toBe(after);
    },
    TEST_MS_MAX,
  );

  test(
    'leaves files alone that are none of this log',
    async () => {
      const other = inFolder('other.ndjson');
      const write = (content: string) => {
        writeFileSync(other, content);
        return refusal(exportTo(other));
      };
      expect(await write('dear diary\n')).toEqual({ code: 69, line: 'docket: /other.ndjson is there already, and is no export of Docket' });
      expect(await write(text.replace(/"logId":"..../, '"logId":"0000'))).toEqual({
        code: 69,
        line: 'docket: /other.ndjson is the export of another log',
      });
      const lines = text.split('\n');
      expect(await write([...lines.slice(0, 3), '{}', ''].join('\n'))).toEqual({
        code: 65,
        line: 'docket: /other.ndjson is damaged at its end (it is no line of an export): remove it, and export anew',
      });
      expect(readFileSync(other, 'utf8')).toBe([...lines.slice(0, 3), '{}', ''].join('\n'));
      const nowhere = await refusal(exportTo(join(folder.path, 'nowhere', 'x')));
      expect(nowhere).toMatchObject({ code: 69, line: expect.stringMatching(/^docket: \/nowhere\/x can't be written: ENOENT/) });
    },
    TEST_MS_MAX,
  );

  test(
    'of a folder without a log, or one that a server has open, is refused with one line',
    async () => {
      expect(await refusal(run(['export'], inFolder('nothing')))).toEqual({
        code: 69,
        line: 'docket: DATA_DIR: there is no log in /nothing',
      });
      const server = await DocketProcess.start({ dataDir: inFolder('open'), env });
      const { code, line } = await refusal(run(['export'], inFolder('open')));
      expect({ code, line }).toEqual({
        code: 69,
        line: 'docket: the data folder /open is open in another process: stop that process first, or give this one a folder of its own',
      });
      await server.stop();
    },
    TEST_MS_MAX,
  );
});

describe('docket import of an export', () => {
  test(
    'restores the log as it was, and a server shows the same tickets under the same addresses',
    async () => {
      const target = inFolder('target');
      const end = await importInto(target);
      expect(end.code).toBe(0);
      expect(JSON.parse(end.stdout)).toMatchObject({ events, eventsBefore: 0, complete: true });
      expect(end.stderr).toMatch(/docket.ndjson is restored to its end\n$/);
      expect(await logOf(target)).toEqual(await logOf(source));
      expect((await run(['export'], target)).stdout).toBe(text);

      const seen = async (dataDir: string) => {
        const head = await headOf(dataDir);
        const server = await DocketProcess.start({ dataDir, env });
        let reply = await server.call('GET', `/tickets?sort=number&limit=50&after=${head}`);
        // The read models are built anew; a query waits for them only so long.
        while (reply.status === 503) reply = await server.call('GET', `/tickets?sort=number&limit=50&after=${head}`);
        expect(await server.stop()).toBe(0);
        return reply.body['items'];
      };
      expect(await seen(target)).toEqual(await seen(source));
    },
    TEST_MS_MAX,
  );

  test(
    'killed, or stopped with Ctrl-C, goes on where the log stands; until its end no start is let in',
    async () => {
      const target = inFolder('killed');
      const signals = ['SIGKILL', 'SIGINT'] as const;
      for (const name of signals) {
        const end = await importInto(target, file, { signal: { name, when: /bytes restored/ } });
        expect(end.code).toBe(name === 'SIGINT' ? 130 : name);
      }
      // Nor is half of it exported as if it were the whole.
      for (const args of [['serve'], ['export']])
        expect(await refusal(run(args, target, { env: { ...env, PORT: '0' } }))).toEqual({
          code: 69,
          line: 'docket: an export is restored into /killed only by half: let the same docket import bring it to its end, or empty the folder',
        });
      const end = await importInto(target);
      expect(end.code).toBe(0);
      const { events: written, eventsBefore } = JSON.parse(end.stdout) as Record<string, number>;
      expect(eventsBefore).toBeGreaterThan(0);
      expect((written ?? 0) + (eventsBefore ?? 0)).toBe(events);
      expect(await logOf(target)).toEqual(await logOf(source));
      const server = await DocketProcess.start({ dataDir: target, env });
      expect(await server.stop()).toBe(0);
    },
    TEST_MS_MAX,
  );

  test(
    'needs no mapping, and takes none; a change log needs one',
    async () => {
      const target = inFolder('mapping');
      expect(await refusal(run(['import', file, '-m', MAPPING], target))).toEqual({
        code: 64,
        line: 'docket: /docket.ndjson is an export of Docket: it is restored as it is, so leave --mapping out',
      });
      expect(await refusal(run(['import', inFolder('log.csv')], target))).toEqual({
        code: 64,
        line: 'docket: /log.csv is no export of Docket: say with --mapping what the columns of a change log mean',
      });
      const { code, line } = await refusal(run(['import', inFolder('nowhere')], target));
      expect({ code, line }).toMatchObject({ code: 65, line: expect.stringMatching(/^docket: \/nowhere can't be read: ENOENT/) });
    },
    TEST_MS_MAX,
  );

  test(
    'with another secret, or none, is refused before anything is made',
    async () => {
      const target = inFolder('secret');
      const wrong = { DOCKET_SECRET: 'another secret for tests' };
      expect(await refusal(importInto(target, file, { env: wrong }))).toEqual({
        code: 78,
        line: 'docket: DOCKET_SECRET: the secret is not the one that this log was opened with; give it the one that belongs to it',
      });
      expect(await refusal(importInto(target, file, { env: {} }))).toEqual({
        code: 78,
        line: 'docket: DOCKET_SECRET: give the secret of the log that was exported, or copy its file into /secret',
      });
      // The folder is as fresh as it was: a start makes a log of its own in it.
      const server = await DocketProcess.start({ dataDir: target, env: wrong });
      expect(await server.stop()).toBe(0);
      expect(await refusal(importInto(target))).toEqual({
        code: 65,
        line: "docket: /docket.ndjson can't be restored: the log has been opened already, by a start or from another export: an export is restored into a log that is empty",
      });
      // A folder that has the secret's file needs no setting.
      const withFile = inFolder('with-file');
      mkdirSync(withFile);
      writeFileSync(join(withFile, 'secret'), `${SECRET}\n`);
      expect((await importInto(withFile, file, { env: {} })).code).toBe(0);
    },
    TEST_MS_MAX,
  );

  test(
    'names the line that is damaged, and goes on from there with a whole file',
    async () => {
      const target = inFolder('damaged');
      const damaged = inFolder('damaged.ndjson');
      const lines = text.split('\n');
      const at = Math.floor(lines.length / 2);
      writeFileSync(damaged, lines.with(at, (lines[at] ?? '').replace('"occurredAt":"2', '"occurredAt":"3')).join('\n'));
      const { code, stderr } = await importInto(target, damaged);
      expect(code).toBe(65);
      expect(stderr).toContain(`damaged.ndjson can't be restored: line ${at + 1}: the event is damaged: its digest is another one\n`);
      expect((await importInto(target)).code).toBe(0);
      expect(await logOf(target)).toEqual(await logOf(source));
    },
    TEST_MS_MAX,
  );
});
