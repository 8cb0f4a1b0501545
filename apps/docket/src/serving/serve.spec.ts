import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EXIT } from '../exit-codes.js';
import { Program, temporaryFolder } from '../testing/program.js';

const TOKEN = 'token-of-the-tests-only';
const SLOW_MS = 60_000;

describe('docket serve', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  const programs: Program[] = [];
  const serve = (env: Record<string, string> = {}) => {
    const program = new Program(['serve'], { PORT: '0', DATA_DIR: folder.path, DOCKET_ADMIN_TOKEN: TOKEN, ...env });
    programs.push(program);
    return program;
  };
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop('SIGKILL')));
    folder.remove();
  });

  const agents = (url: string, token: string) => fetch(`${url}/api/v1/agents`, { headers: { authorization: `Bearer ${token}` } });

  test(
    'the first start is ready when the administrator’s agent can be listed, and prints a token once; the second finds both',
    async () => {
      const first = serve({ DOCKET_ADMIN_TOKEN: '' });
      const url = await first.address();
      const [, token = ''] = /^ {4}(docket_\S+)$/m.exec(first.out) ?? [];
      const listed = (await (await agents(url, token)).json()) as { items: { name: string }[] };
      expect(listed.items.map(({ name }) => name)).toEqual(['Administrator']);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      const { code, err } = await first.stop();
      expect(code).toBe(EXIT.done);
      expect(err).not.toContain(token);
      expect(statSync(join(folder.path, 'secret')).mode & 0o777).toBe(0o600);

      const second = serve({ DOCKET_ADMIN_TOKEN: '' });
      const again = await second.address();
      expect(second.out).not.toContain('docket_');
      expect((await agents(again, token)).status).toBe(200);
      expect((await agents(again, TOKEN)).status).toBe(401);
    },
    SLOW_MS,
  );

  /** Ends before it runs, with one line on standard error and nothing on standard output. */
  const refuses = async (program: Program, code: number, line: RegExp) => {
    const ended = await program.ended;
    expect({ code: ended.code, out: ended.out }).toEqual({ code, out: '' });
    expect(ended.err).toMatch(line);
    expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  };

  test.each([
    ['PORT', '99999'],
    ['SERVICE_TIME_ZONE', 'Mars/Base'],
    ['DOCKET_ROLES', 'printer'],
    ['DOCKET_SECRET', 'short'],
    ['EVENTSTORE_URL', '127.0.0.1:2113'],
    ['MONGODB_URL', '127.0.0.1'],
  ])(
    '%s=%s: one line and exit code 78',
    async (setting, value) => {
      await refuses(serve({ [setting]: value }), EXIT.setting, new RegExp(`^docket: ${setting}: .+\n$`));
    },
    SLOW_MS,
  );

  test(
    'a port in use: one line, and nothing was made for a first start',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      await refuses(serve({ PORT: String(port) }), EXIT.unavailable, new RegExp(`^docket: PORT: ${port} on 127.0.0.1 is in use`));
      other.close();
    },
    SLOW_MS,
  );

  test(
    'a host that is none of this machine’s: one line',
    async () => {
      await refuses(serve({ HOST: '203.0.113.7' }), EXIT.unavailable, /^docket: HOST: 203.0.113.7 is no address of this machine/);
    },
    SLOW_MS,
  );

  test(
    'a data folder that may not be written: one line',
    async () => {
      // Not by its permissions (data-folder.spec does that): root may write everywhere, and another user may not even reach the program.
      const file = join(folder.path, 'a-file');
      writeFileSync(file, '');
      await refuses(serve({ DATA_DIR: join(file, 'data') }), EXIT.unavailable, /^docket: the data folder .* cannot be written/);
    },
    SLOW_MS,
  );

  test(
    'a data folder that another process has open: one line, after it has waited',
    async () => {
      await serve().address();
      await refuses(serve(), EXIT.unavailable, /^docket: the data folder .* is open in another process/);
    },
    SLOW_MS,
  );

  test.each([['events.db'], ['documents.db']])(
    '%s that is no file of Docket: one line',
    async (name) => {
      writeFileSync(join(folder.path, name), 'this is a text, and a long one, so that nobody takes it for an empty file'.repeat(100));
      await refuses(
        serve({ DOCKET_SECRET: 'secret of the tests' }),
        EXIT.unavailable,
        new RegExp(`^docket: .*${name.replace('.', '\\.')}.* is not an? .* of Docket`),
      );
    },
    SLOW_MS,
  );

  test(
    'another secret than the one that the log was opened with: one line; and a log without its secret likewise',
    async () => {
      const first = serve();
      await first.address();
      await first.stop();
      await refuses(serve({ DOCKET_SECRET: 'another secret of the tests' }), EXIT.setting, /^docket: DOCKET_SECRET: .*not the one/);
      rmSync(join(folder.path, 'secret'));
      await refuses(serve(), EXIT.setting, /^docket: DOCKET_SECRET: .* has a log but not its secret/);
    },
    SLOW_MS,
  );

  test(
    'a log behind documents of another log: one line',
    async () => {
      const first = serve();
      await first.address();
      await first.stop();
      const elsewhere = join(folder.path, 'elsewhere');
      mkdirSync(elsewhere);
      copyFileSync(join(folder.path, 'documents.db'), join(elsewhere, 'documents.db'));
      const program = serve({ DATA_DIR: elsewhere });
      await refuses(program, EXIT.unavailable, /^docket: the documents of projection \S+ were made from log/);
    },
    SLOW_MS,
  );

  test(
    'a first start that ends before it runs leaves the administrator’s token to be made and printed by the next one',
    async () => {
      const another = serve();
      await another.address();
      await another.stop();
      const dataDir = join(folder.path, 'first');
      mkdirSync(dataDir);
      copyFileSync(join(folder.path, 'documents.db'), join(dataDir, 'documents.db'));
      const env = { DATA_DIR: dataDir, DOCKET_ADMIN_TOKEN: '' };
      await refuses(serve(env), EXIT.unavailable, /^docket: the documents of projection \S+ were made from log/);
      rmSync(join(dataDir, 'documents.db'));
      const first = serve(env);
      const url = await first.address();
      const [, token = ''] = /^ {4}(docket_\S+)$/m.exec(first.out) ?? [];
      expect((await agents(url, token)).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'as gateway alone it serves and folds nothing; as projector alone it folds and offers no operation',
    async () => {
      const gateway = serve({ DOCKET_ROLES: 'gateway' });
      const url = await gateway.address();
      expect((await agents(url, TOKEN)).status).toBe(503);
      const health = (await (await fetch(`${url}/health/ready`)).json()) as { projections: { state: string }[] };
      expect(new Set(health.projections.map(({ state }) => state))).toEqual(new Set(['absent']));
      await gateway.stop();
      const projector = serve({ DOCKET_ROLES: 'projector' });
      const there = await projector.address();
      expect((await agents(there, TOKEN)).status).toBe(404);
      expect((await fetch(`${there}/health/ready`)).status).toBe(200);
      expect((await projector.stop()).code).toBe(EXIT.done);
    },
    SLOW_MS,
  );

  test(
    'its log is JSON lines without the addresses that were asked',
    async () => {
      const program = serve();
      const url = await program.address();
      await fetch(`${url}/api/v1/customers?email=anna@example.com`, { headers: { authorization: `Bearer ${TOKEN}` } });
      const { err } = await program.stop();
      const lines = err
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines).toContainEqual(expect.objectContaining({ level: 'info', route: '/api/v1/customers', status: 200 }));
      expect(err).not.toMatch(/anna/);
      expect(err).not.toContain(TOKEN);
      expect(readFileSync(join(folder.path, 'secret'), 'utf8').trim()).not.toBe('');
    },
    SLOW_MS,
  );
});
