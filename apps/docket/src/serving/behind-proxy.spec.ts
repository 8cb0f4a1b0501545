import { UNAUTHENTICATED_REQUESTS_MAX } from '@docket/gateway';
import { Program, temporaryFolder } from '../testing/program.js';

const TOKEN = 'token-of-the-tests-only';
const SLOW_MS = 120_000;
const PASSWORD = 'correct horse battery staple';
const WRONG = 'a longer one that is harder to guess';
/** Failed sign-ins with one login from one address. */
const FAILED_MAX = 10;

type HeadersSent = Readonly<Record<string, string>>;

/** A server that listens on 127.0.0.1, where these tests are its proxy, and Ann's account. */
class ProxiedServer {
  readonly #folder = temporaryFolder();
  #program: Program | undefined;
  url = '';

  async start(trustedProxies: string): Promise<void> {
    this.#program = new Program(['serve'], {
      PORT: '0',
      DATA_DIR: this.#folder.path,
      DOCKET_ADMIN_TOKEN: TOKEN,
      TRUSTED_PROXIES: trustedProxies,
    });
    this.url = await this.#program.address();
    const admin = { authorization: `Bearer ${TOKEN}` };
    const agentId = (await this.call('POST', '/agents', { name: 'Ann' }, admin)).body['id'];
    await this.call('POST', '/accounts', { agentId, login: 'ann', roles: ['supervisor'] }, admin);
    await this.call('PUT', `/accounts/${String(agentId)}/password`, { password: PASSWORD }, admin);
  }

  async stop(): Promise<void> {
    await this.#program?.stop('SIGKILL');
    this.#folder.remove();
  }

  async call(method: string, path: string, body: object | undefined, headers: HeadersSent) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      cookie: response.headers.getSetCookie().join('; '),
    };
  }

  signIn(password: string, headers: HeadersSent) {
    return this.call('POST', '/sessions', { login: 'ann', password }, headers);
  }
}

const from = (address: string): HeadersSent => ({ 'x-forwarded-for': address });
const OVER_TLS: HeadersSent = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'desk.example.com' };

describe('a server whose proxy is trusted', () => {
  const server = new ProxiedServer();
  beforeAll(() => server.start('192.0.2.0/24, loopback'), SLOW_MS);
  afterAll(() => server.stop());

  test(
    'counts failed sign-ins by the address that the proxy says, and not by what was said to the proxy',
    async () => {
      for (let failed = 0; failed < FAILED_MAX; failed += 1)
        expect((await server.signIn(WRONG, from(`203.0.113.${failed}, 198.51.100.7`))).status).toBe(401);
      expect(await server.signIn(PASSWORD, from('198.51.100.7'))).toMatchObject({ status: 429, body: { code: 'signIn.tooMany' } });
      // Through two proxies that are trusted.
      expect((await server.signIn(PASSWORD, from('198.51.100.7, 192.0.2.9'))).status).toBe(429);
      expect((await server.signIn(PASSWORD, from('198.51.100.8'))).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'counts all addresses of an IPv6 network as one',
    async () => {
      for (let failed = 0; failed < FAILED_MAX; failed += 1)
        expect((await server.signIn(WRONG, from(`2001:db8:1:2::${failed}`))).status).toBe(401);
      expect((await server.signIn(PASSWORD, from('2001:db8:1:2:3::'))).status).toBe(429);
      expect((await server.signIn(PASSWORD, from('2001:db8:1:3::1'))).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'lets nobody try to sign in as often as they like, whatever they send',
    async () => {
      for (let sent = 0; sent < UNAUTHENTICATED_REQUESTS_MAX; sent += 1)
        expect((await server.call('POST', '/sessions', {}, from('198.51.100.50'))).status).toBe(400);
      expect(await server.signIn(PASSWORD, from('198.51.100.50'))).toMatchObject({ status: 429, body: { code: 'rate.exceeded' } });
      expect((await server.signIn(PASSWORD, from('198.51.100.51'))).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'gives a session a cookie that only TLS carries, and takes no other cookie over TLS',
    async () => {
      const { cookie } = await server.signIn(PASSWORD, OVER_TLS);
      expect(cookie).toMatch(/^__Host-docket_session=[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict; Secure$/);
      const pair = cookie.split(';')[0] ?? '';
      expect((await server.call('GET', '/me', undefined, { ...OVER_TLS, cookie: pair })).status).toBe(200);
      expect((await server.call('GET', '/me', undefined, { ...OVER_TLS, cookie: pair.replace('__Host-', '') })).status).toBe(401);
      const plain = await server.signIn(PASSWORD, {});
      expect(plain.cookie).toMatch(/^docket_session=[^;]+; .*SameSite=Strict$/);
    },
    SLOW_MS,
  );

  test.each([
    ['https://desk.example.com', 201],
    ['http://desk.example.com', 403],
    ['https://desk.example.com:8443', 403],
    ['https://evil.example', 403],
    ['null', 403],
  ])('knows whether a page of %s is its own', async (origin, status) => {
    const { cookie } = await server.signIn(PASSWORD, OVER_TLS);
    const headers = { ...OVER_TLS, cookie: cookie.split(';')[0] ?? '', origin };
    expect((await server.call('POST', '/teams', { name: `Team of ${origin}` }, headers)).status).toBe(status);
  });
});

describe('a server that does not trust whoever asks it', () => {
  const server = new ProxiedServer();
  beforeAll(() => server.start('192.0.2.0/24'), SLOW_MS);
  afterAll(() => server.stop());

  test(
    'believes nothing of what they say of the client',
    async () => {
      const { cookie } = await server.signIn(PASSWORD, OVER_TLS);
      expect(cookie).toMatch(/^docket_session=[^;]+; .*SameSite=Strict$/);
      const headers = { ...OVER_TLS, cookie: cookie.split(';')[0] ?? '' };
      const teams = (origin: string) => server.call('POST', '/teams', { name: origin }, { ...headers, origin });
      expect((await teams('https://desk.example.com')).body['code']).toBe('request.forged');
      expect((await teams(server.url)).status).toBe(201);
      for (let failed = 0; failed < FAILED_MAX; failed += 1)
        expect((await server.signIn(WRONG, from(`198.51.100.${failed}`))).status).toBe(401);
      expect((await server.signIn(PASSWORD, from('198.51.100.99'))).status).toBe(429);
    },
    SLOW_MS,
  );
});
