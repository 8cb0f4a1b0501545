import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Program, temporaryFolder } from '../testing/program.js';

const TOKEN = 'token-of-the-tests-only';
const SLOW_MS = 120_000;
const PASSWORD = 'correct horse battery staple';
const OTHER_PASSWORD = 'a longer one that is harder to guess';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookie: string;
  readonly headers: Headers;
}

describe('accounts, tokens and sessions of a server', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let program: Program;
  let url: string;

  const start = async () => {
    program = new Program(['serve'], { PORT: '0', DATA_DIR: folder.path, DOCKET_ADMIN_TOKEN: TOKEN });
    url = await program.address();
  };
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = bearer(TOKEN)): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = response.headers.getSetCookie().join('; ');
    return { status: response.status, body: (await response.json()) as Answer['body'], cookie, headers: response.headers };
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const signIn = (login: string, password: string) => call('POST', '/sessions', { login, password }, {});
  const newAgent = async (name: string): Promise<string> => (await call('POST', '/agents', { name })).body['id'] as string;
  const newAccount = async (login: string, roles: string[]): Promise<string> => {
    const agentId = await newAgent(login);
    expect((await call('POST', '/accounts', { agentId, login, roles })).status).toBe(201);
    expect((await call('PUT', `/accounts/${agentId}/password`, { password: PASSWORD })).status).toBe(200);
    return agentId;
  };

  beforeAll(async () => {
    folder = temporaryFolder();
    await start();
  }, SLOW_MS);
  afterAll(async () => {
    await program.stop('SIGKILL');
    folder.remove();
  });

  test(
    'somebody signs in with a password, is known by token and by cookie, and is nobody after signing out',
    async () => {
      const id = await newAccount('ann', ['supervisor']);
      const asked = await call('POST', '/sessions?remember=true', { login: 'ann', password: PASSWORD }, {});
      expect(asked).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'remember' } });
      const signedIn = await signIn(' ANN ', PASSWORD);
      expect(signedIn).toMatchObject({ status: 200, body: { id, kind: 'agent', roles: ['supervisor'] } });
      expect(signedIn.headers.get('cache-control')).toBe('no-store');
      expect(signedIn.cookie).toMatch(/^docket_session=docket_session_\w+_[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
      const byToken = bearer(signedIn.body['token'] as string);
      const byCookie = { cookie: signedIn.cookie.split(';')[0] ?? '' };
      for (const headers of [byToken, byCookie]) {
        expect(await call('GET', '/me', undefined, headers)).toMatchObject({ status: 200, body: { id, roles: ['supervisor'] } });
        expect((await call('GET', '/accounts', undefined, headers)).status).toBe(403);
      }
      const forged = await call('POST', '/teams', { name: 'Forged' }, { ...byCookie, origin: 'https://evil.example' });
      expect(forged).toMatchObject({ status: 403, body: { code: 'request.forged' } });
      const crossSite = await call('POST', '/teams', { name: 'Forged' }, { ...byCookie, 'sec-fetch-site': 'same-site' });
      expect(crossSite.body).toMatchObject({ code: 'request.forged' });
      expect((await call('POST', '/teams', { name: 'Own' }, { ...byCookie, origin: url })).status).toBe(201);
      const signedOut = await call('DELETE', '/sessions/current', undefined, byCookie);
      expect(signedOut).toMatchObject({ status: 200, body: { signedOut: true } });
      expect(signedOut.cookie).toContain('docket_session=; Path=/; Expires=Thu, 01 Jan 1970');
      for (const headers of [byToken, byCookie]) expect((await call('GET', '/me', undefined, headers)).status).toBe(401);
      expect((await call('DELETE', '/sessions/current')).body).toMatchObject({ code: 'session.none' });
    },
    SLOW_MS,
  );

  test(
    'whoever may not come in is answered alike, whether the login is somebody’s or not',
    async () => {
      const id = await newAccount('bo', ['agent']);
      await call('POST', '/accounts', { agentId: await newAgent('nopassword'), login: 'nopassword', roles: ['agent'] });
      const wrong = await signIn('bo', OTHER_PASSWORD);
      const nobody = await signIn('nobody', PASSWORD);
      const withoutPassword = await signIn('nopassword', PASSWORD);
      await call('POST', `/accounts/${id}/suspend`, {});
      const suspended = await signIn('bo', PASSWORD);
      const said = [wrong, nobody, withoutPassword, suspended].map(({ status, body }) => ({ status, ...body, instance: '' }));
      expect(said).toEqual(said.map(() => said[0]));
      expect(said[0]).toMatchObject({ status: 401, code: 'signIn.failed' });
      await call('POST', `/accounts/${id}/resume`, {});
      expect((await signIn('bo', PASSWORD)).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'a suspension ends the sessions, and whoever is let in again signs in anew; the account’s tokens are good again',
    async () => {
      const id = await newAccount('dana', ['agent']);
      const session = bearer((await signIn('dana', PASSWORD)).body['token'] as string);
      const token = bearer((await call('POST', '/tokens', { name: 'script', accountId: id })).body['token'] as string);
      const statuses = async () => [
        (await call('GET', '/me', undefined, session)).status,
        (await call('GET', '/me', undefined, token)).status,
      ];
      expect(await statuses()).toEqual([200, 200]);
      await call('POST', `/accounts/${id}/suspend`, {});
      expect(await statuses()).toEqual([401, 401]);
      await call('POST', `/accounts/${id}/resume`, {});
      expect(await statuses()).toEqual([401, 200]);
      expect((await signIn('dana', PASSWORD)).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'another password ends the sessions, and the old one is none any more',
    async () => {
      const id = await newAccount('carla', ['agent']);
      const session = bearer((await signIn('carla', PASSWORD)).body['token'] as string);
      const wrong = await call('PUT', '/me/password', { current: OTHER_PASSWORD, password: OTHER_PASSWORD }, session);
      expect(wrong).toMatchObject({ status: 403, body: { code: 'password.wrong' } });
      const changed = await call('PUT', '/me/password', { current: PASSWORD, password: OTHER_PASSWORD }, session);
      expect(changed).toMatchObject({ status: 200, body: { id, hasPassword: true } });
      expect((await call('GET', '/me', undefined, session)).status).toBe(401);
      expect((await signIn('carla', PASSWORD)).status).toBe(401);
      expect((await signIn('carla', OTHER_PASSWORD)).status).toBe(200);
      const short = await call('PUT', `/accounts/${id}/password`, { password: 'too short' });
      expect(short).toMatchObject({ status: 400, body: { field: 'password' } });
    },
    SLOW_MS,
  );

  test(
    'a token is shown once, not in a repetition and in no list, and is refused when it is revoked',
    async () => {
      const agentId = await newAgent('monitoring');
      const wanted = { name: 'monitoring', agentId, roles: ['auditor'], expiresAt: '2100-01-01T00:00:00Z' };
      const keyed = { ...bearer(TOKEN), 'idempotency-key': 'one-token' };
      const made = await call('POST', '/tokens', wanted, keyed);
      expect(made).toMatchObject({ status: 201, body: { name: 'monitoring', agentId, roles: ['auditor'], revoked: false } });
      const token = made.body['token'] as string;
      const again = await call('POST', '/tokens', wanted, keyed);
      expect(again).toMatchObject({ status: 201, body: { id: made.body['id'] } });
      expect(again.body).not.toHaveProperty('token');
      expect((await call('GET', '/me', undefined, bearer(token))).body).toEqual({ id: agentId, kind: 'agent', roles: ['auditor'] });
      const listed = await call('GET', `/tokens?owner=${agentId}&after=${made.body['position'] as string}`);
      expect(JSON.stringify(listed.body)).toContain('monitoring');
      expect(JSON.stringify(listed.body)).not.toMatch(/hash|docket_/);
      expect((await call('DELETE', `/tokens/${made.body['id'] as string}`)).body).toMatchObject({ revoked: true });
      expect((await call('GET', '/me', undefined, bearer(token))).status).toBe(401);
    },
    SLOW_MS,
  );

  test(
    'other roles and a suspension hold for the next request',
    async () => {
      const id = await newAccount('dora', ['administrator']);
      const session = bearer((await signIn('dora', PASSWORD)).body['token'] as string);
      const { body } = await call('POST', '/tokens', { name: 'dora’s', accountId: id });
      const token = bearer(body['token'] as string);
      for (const headers of [session, token]) expect((await call('GET', '/accounts', undefined, headers)).status).toBe(200);
      await call('PATCH', `/accounts/${id}`, { roles: ['agent'] });
      for (const headers of [session, token]) expect((await call('GET', '/accounts', undefined, headers)).status).toBe(403);
      await call('POST', `/accounts/${id}/suspend`, { reason: 'on leave' });
      for (const headers of [session, token]) expect((await call('GET', '/me', undefined, headers)).status).toBe(401);
    },
    SLOW_MS,
  );

  test(
    'a customer signs in and sees the customer’s own tickets',
    async () => {
      const customer = await call('POST', '/customers', { name: 'Carl', email: 'carl@example.com' });
      const customerId = customer.body['id'] as string;
      expect((await call('POST', '/accounts', { customerId, login: 'carl@example.com' })).status).toBe(201);
      await call('PUT', `/accounts/${customerId}/password`, { password: PASSWORD });
      const session = bearer((await signIn('carl@example.com', PASSWORD)).body['token'] as string);
      const opened = await call('POST', '/tickets', { subject: 'Late', description: 'Still', requester: {} }, session);
      expect(opened).toMatchObject({ status: 201, body: { requesterId: customerId } });
      const after = opened.body['position'] as string;
      expect((await call('GET', `/tickets?after=${after}`, undefined, session)).body['items']).toHaveLength(1);
      expect((await call('GET', '/customers', undefined, session)).status).toBe(403);
    },
    SLOW_MS,
  );

  test(
    'too many failed sign-ins of one login are refused for a while, with Retry-After, and others are not',
    async () => {
      await newAccount('eve', ['agent']);
      for (let failed = 0; failed < 10; failed += 1) expect((await signIn('mallory', PASSWORD)).status).toBe(401);
      const refused = await signIn('mallory', PASSWORD);
      expect(refused).toMatchObject({ status: 429, body: { code: 'signIn.tooMany' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await signIn('eve', PASSWORD)).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'all of it is known after a restart; no secret is in the log, in the documents or on the outputs',
    async () => {
      const id = await newAccount('fritz', ['auditor']);
      const session = bearer((await signIn('fritz', PASSWORD)).body['token'] as string);
      const before = `${program.out}${program.err}`;
      await program.stop();
      await start();
      expect((await call('GET', '/me', undefined, session)).body).toMatchObject({ id, roles: ['auditor'] });
      expect((await signIn('fritz', PASSWORD)).status).toBe(200);
      const secrets = [PASSWORD, session.authorization.replace('Bearer ', '')];
      const files = readdirSync(folder.path).filter((name) => statSync(join(folder.path, name)).isFile());
      for (const secret of secrets) {
        for (const file of files)
          expect({ file, found: readFileSync(join(folder.path, file)).includes(secret) }).toEqual({ file, found: false });
        expect(`${before}${program.out}${program.err}`).not.toContain(secret);
      }
      expect(statSync(join(folder.path, 'credentials.db')).mode & 0o777).toBe(0o600);
      const verifiers = /s1\$[\w-]{22}\$/;
      for (const file of files.filter((name) => !name.startsWith('credentials')))
        expect({ file, verifier: verifiers.test(readFileSync(join(folder.path, file)).toString('latin1')) }).toEqual({
          file,
          verifier: false,
        });
    },
    SLOW_MS,
  );
});
