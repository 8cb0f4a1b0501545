import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BreakingProxy } from './breaking-proxy.js';
import { docket } from './docket-command.js';
import { TOKEN } from './docket-process.js';
import { embedded } from './pairs.js';
import { describeServer } from './running-server.js';

const SLOW_MS = 240_000;
const PASSWORD = 'correct horse battery staple';

interface Listed {
  readonly id: string;
  readonly login: string;
}

describeServer('docket user, through a running server', [embedded], (running) => {
  const user = (args: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') =>
    docket(['user', ...args], { dataDir: running.dataDir, env: { DOCKET_URL: running.server.url, DOCKET_TOKEN: TOKEN, ...env }, input });
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await user(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  const listed = async (path: string): Promise<Listed[]> => (await running.server.call('GET', path)).body['items'] as Listed[];

  test(
    'an agent is added, gets a password, signs in, gets other roles and another login, is suspended and comes back',
    async () => {
      const added = await done('add', '--login', 'wang.lei', '--name', 'Wang Lei', '--email', 'wang.lei@example.com', '--role', 'agent');
      expect(added).toBe('wang.lei was added: agent\nThere is no password yet: docket user password wang.lei\n');
      expect((await user(['password', 'wang.lei'], {}, `${PASSWORD}\n`)).code).toBe(0);
      const signIn = async (login: string) => (await running.server.call('POST', '/sessions', { login, password: PASSWORD })).status;
      expect(await signIn('wang.lei')).toBe(200);

      expect(await done('roles', 'wang.lei', 'agent', 'supervisor')).toBe('wang.lei: agent, supervisor\n');
      expect(await done('rename', 'wang.lei', 'wang.l')).toBe('wang.lei is wang.l from now on\n');
      expect((await listed('/agents?login=wang.l')).map(({ login }) => login)).toEqual(['wang.l']);
      expect(await done('suspend', 'wang.l', '--reason', 'on leave')).toBe('wang.l is suspended\n');
      expect(await signIn('wang.l')).toBe(401);
      expect(await done('resume', 'wang.l')).toBe('wang.l may come in again\n');
      expect(await signIn('wang.l')).toBe(200);
      expect(await done('list')).toMatch(/^LOGIN +ROLES +STATE +ID\nwang\.l +agent, supervisor +active +[0-9a-f-]{36}\n$/);
      expect(await done('show', 'wang.l')).toMatch(
        /NAME +Wang Lei\nE-MAIL +wang\.lei@example\.com\nROLES +agent, supervisor\nSTATE +active\n/,
      );
    },
    SLOW_MS,
  );

  test(
    'a customer’s account has the role requester; each change came by the command line',
    async () => {
      const args = ['add', '--login', 'customer.a', '--name', 'Customer A', '--email', 'a@example.com', '--role', 'requester'];
      const account = JSON.parse(await done(...args, '--json')) as Listed;
      expect(account).toMatchObject({ login: 'customer.a', ownerKind: 'requester', roles: ['requester'], hasPassword: false });
      expect((await running.server.call('GET', `/customers/${account.id}`)).body).toMatchObject({ email: 'a@example.com' });
      const exported = await running.server.send('GET', '/events?types=CustomerRegistered&limit=10', undefined);
      expect(exported.body['items']).toMatchObject([{ metadata: { via: 'cli' } }]);
    },
    SLOW_MS,
  );

  test(
    'a token is printed alone, works, is listed without its text, and is revoked',
    async () => {
      await done('add', '--login', 'robot', '--name', 'Robot', '--role', 'agent');
      const token = (await done('token', 'robot', '--name', 'monitoring', '--expires', '2100-01-01T00:00:00Z')).trim();
      const me = () => fetch(`${running.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
      expect(await (await me()).json()).toMatchObject({ kind: 'agent', roles: ['agent'] });
      const [shown] = (await done('tokens', 'robot', '--json')).trim().split('\n');
      expect(JSON.parse(shown ?? '')).toMatchObject({ name: 'monitoring', revoked: false });
      expect(await done('tokens')).not.toContain(token);
      expect(await done('revoke', (JSON.parse(shown ?? '') as Listed).id)).toBe('the token monitoring is revoked\n');
      expect((await me()).status).toBe(401);
      expect(await done('tokens', 'robot')).toMatch(/ monitoring +agent +2100-01-01T00:00:00.000Z +revoked /);
    },
    SLOW_MS,
  );

  describe('add, done again', () => {
    test.each([
      ['/api/v1/agents', 'li.na'],
      ['/api/v1/accounts', 'zhao.yun'],
    ])(
      'after the connection broke while POST %s was answered, makes nothing twice',
      async (path, login) => {
        const args = ['add', '--login', login, '--name', login, '--email', `${login}@example.com`, '--role', 'agent'];
        const proxy = await BreakingProxy.before(running.server.url);
        try {
          proxy.breakAt('POST', path);
          const broken = await user(args, { DOCKET_URL: proxy.url });
          expect(broken.code).toBe(69);
          expect(broken.stderr).toMatch(/^docket: no server answers on http:\S+ \(.+\): .+\n$/);
          proxy.mend();
          expect((await user(args, { DOCKET_URL: proxy.url })).code).toBe(0);
        } finally {
          await proxy.close();
        }
        expect(await listed(`/agents?login=${login}`)).toHaveLength(1);
        expect(await listed(`/accounts?login=${login}`)).toHaveLength(1);
      },
      SLOW_MS,
    );

    test(
      'says that the user was there; with other roles or for another person it is refused',
      async () => {
        await user(['add', '--login', 'chen.wei', '--name', 'Chen Wei', '--role', 'agent']);
        expect(await done('add', '--login', 'Chen.Wei', '--name', 'Chen  Wei', '--role', 'agent')).toMatch(
          /^chen\.wei was there already: agent\n/,
        );
        const otherRole = await user(['add', '--login', 'chen.wei', '--role', 'auditor']);
        expect(otherRole).toMatchObject({
          code: 65,
          stderr: 'docket: chen.wei is there already, as agent: docket user roles chen.wei auditor changes that\n',
        });
        const other = await user(['add', '--login', 'chen.wei', '--name', 'Chen Min', '--role', 'agent']);
        expect(other.code).toBe(65);
        expect(other.stderr).toMatch(/^docket: the login chen\.wei is another person’s: Chen Wei \(.+\)\n$/);
      },
      SLOW_MS,
    );

    test(
      'for an agent who is there without an account, makes the account alone',
      async () => {
        const agent = (await running.server.call('POST', '/agents', { name: 'Ada' })).body['id'] as string;
        expect(await done('add', '--login', 'ada', '--person', agent, '--role', 'auditor')).toMatch(/^ada was added: auditor\n/);
        expect(await listed('/agents?login=ada')).toEqual([]);
      },
      SLOW_MS,
    );
  });

  describe('says in one line', () => {
    const line = async (args: readonly string[], env: Readonly<Record<string, string>>, input?: string) => {
      const { code, stdout, stderr } = await user(args, env, input);
      expect({ stdout, lines: stderr.split('\n').length }).toEqual({ stdout: '', lines: 2 });
      return `${code} ${stderr.trim()}`;
    };

    test(
      'that no server answers, that what answers is none, that the token is not known, that it may not',
      async () => {
        expect(await line(['list'], { DOCKET_URL: 'http://127.0.0.1:1' })).toMatch(
          /^69 docket: no server answers on http:\/\/127\.0\.0\.1:1 /,
        );
        expect(await line(['list'], { DOCKET_URL: `${running.server.url}/elsewhere` })).toMatch(
          /^65 docket: the server refuses it: .+ \(route\.unknown\)$/,
        );
        expect(await line(['list'], { DOCKET_URL: 'ftp://a' })).toMatch(/^78 docket: DOCKET_URL: /);
        expect(await line(['list'], { DOCKET_TOKEN: 'another' })).toMatch(
          /^77 docket: the server does not know the token: .+ \(token\.invalid\)$/,
        );
        expect(await line(['list'], { DOCKET_TOKEN: '' })).toMatch(/^78 docket: DOCKET_TOKEN: /);
        await done('add', '--login', 'small', '--name', 'Small', '--role', 'agent');
        const token = (await done('token', 'small', '--name', 't')).trim();
        expect(await line(['list'], { DOCKET_TOKEN: token })).toMatch(
          /^77 docket: that is not for the owner of this token: .+ \(role\.missing\)$/,
        );
      },
      SLOW_MS,
    );

    test(
      'what is wrong with what was given',
      async () => {
        expect(await line(['show', 'nobody'], {})).toBe(
          '65 docket: there is no account with the login nobody: docket user list shows them',
        );
        expect(await line(['add', '--login', 'x', '--role', 'king'], {})).toMatch(/^64 docket: --role king: there is no such role; /);
        expect(await line(['add', '--login', 'x', '--role', 'agent'], {})).toMatch(/^64 docket: --name: /);
        expect(await line(['add', '--login', 'x', '--role', 'requester'], {})).toMatch(/^64 docket: --email: /);
        expect(await line(['password', 'small'], {}, 'short\n')).toMatch(
          /^65 docket: the server refuses it: .+ \(input\.invalid, password\)$/,
        );
        expect(await line(['password', 'small'], {}, '')).toBe('65 docket: standard input must be the password, in one line');
      },
      SLOW_MS,
    );
  });

  test(
    'the token can stand in a file, which wins over the environment',
    async () => {
      const file = join(running.dataDir, 'token');
      writeFileSync(file, `${TOKEN}\n`);
      expect((await user(['list', '--token-file', file], { DOCKET_TOKEN: 'another' })).code).toBe(0);
      expect(await user(['list', '--token-file', join(running.dataDir, 'none')])).toMatchObject({ code: 69 });
    },
    SLOW_MS,
  );
});
