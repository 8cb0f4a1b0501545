import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Program, temporaryFolder } from '../testing/program.js';

const TOKEN = 'token-of-the-tests-only';
const SLOW_MS = 120_000;
const PASSWORD = 'correct horse battery staple';
const OTHER_PASSWORD = 'a longer one that is harder to guess';

interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Of the first error. */
  readonly problem: Readonly<Record<string, unknown>> | undefined;
  readonly cookie: string;
  readonly headers: Headers;
}

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { id kind roles token expiresAt } }';

describe('accounts, tokens and sessions over GraphQL', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let program: Program;
  let url: string;

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const post = (path: string, body: object, headers: Record<string, string>) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const rest = async (path: string, body: object, headers: Record<string, string> = bearer(TOKEN)) => {
    const response = await post(`/api/v1${path}`, body, headers);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const graphql = async (query: string, variables: object = {}, headers: Record<string, string> = bearer(TOKEN)): Promise<Answer> => {
    const response = await post('/graphql', { query, variables }, headers);
    const body = (await response.json()) as {
      data?: Answer['data'] | null;
      errors?: { extensions: Record<string, unknown> }[];
      code?: string;
    };
    return {
      status: response.status,
      data: body.data ?? {},
      problem: body.errors?.[0]?.extensions ?? (body.code === undefined ? undefined : { code: body.code }),
      cookie: response.headers.getSetCookie().join('; '),
      headers: response.headers,
    };
  };
  const signIn = (login: string, password: string, headers: Record<string, string> = {}) =>
    graphql(SIGN_IN, { input: { login, password } }, headers);
  const newAccount = async (login: string, roles: string[]): Promise<string> => {
    const agentId = (await rest('/agents', { name: login })).body['id'] as string;
    expect((await rest('/accounts', { agentId, login, roles })).status).toBe(201);
    const set = await graphql('mutation ($id: ID!, $input: SetPasswordInput!) { setPassword(id: $id, input: $input) { id hasPassword } }', {
      id: agentId,
      input: { password: PASSWORD },
    });
    expect(set.data).toEqual({ setPassword: { id: agentId, hasPassword: true } });
    return agentId;
  };

  beforeAll(async () => {
    folder = temporaryFolder();
    program = new Program(['serve'], { PORT: '0', DATA_DIR: folder.path, DOCKET_ADMIN_TOKEN: TOKEN });
    url = await program.address();
  }, SLOW_MS);
  afterAll(async () => {
    await program.stop('SIGKILL');
    folder.remove();
  });

  test(
    'somebody signs in without a token, is known by token and by cookie, and is nobody after signing out',
    async () => {
      const id = await newAccount('ann', ['supervisor']);
      const signedIn = await signIn(' ANN ', PASSWORD);
      expect(signedIn).toMatchObject({ status: 200, data: { signIn: { id, kind: 'agent', roles: ['supervisor'] } } });
      expect(signedIn.headers.get('cache-control')).toBe('no-store');
      const token = signedIn.data['signIn']?.['token'] as string;
      expect(signedIn.cookie).toMatch(/^docket_session=docket_session_\w+_[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
      expect(signedIn.cookie).toContain(`docket_session=${token};`);
      const byCookie = { cookie: signedIn.cookie.split(';')[0] ?? '' };
      for (const headers of [bearer(token), byCookie])
        expect((await graphql('{ me { id roles } }', {}, headers)).data).toEqual({ me: { id, roles: ['supervisor'] } });
      const forged = await graphql('mutation { signOut { signedOut } }', {}, { ...byCookie, origin: 'https://evil.example' });
      expect(forged).toMatchObject({ status: 403, problem: { code: 'request.forged' } });
      const signedOut = await graphql('mutation { signOut { signedOut } }', {}, byCookie);
      expect(signedOut.data).toEqual({ signOut: { signedOut: true } });
      expect(signedOut.cookie).toContain('docket_session=; Path=/; Expires=Thu, 01 Jan 1970');
      for (const headers of [bearer(token), byCookie]) expect((await graphql('{ me { id } }', {}, headers)).status).toBe(401);
      expect((await signIn('ann', PASSWORD, byCookie)).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'a WebSocket opens with the cookie for a page of the same origin alone, and is closed when the session ends',
    async () => {
      await newAccount('eve', ['agent']);
      const cookie = (await signIn('eve', PASSWORD)).cookie.split(';')[0] ?? '';
      const begun = async (origin: string) => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: { cookie, origin } });
        const closed = once(socket, 'close').then(([code, reason]) => ({ code: code as number, reason: String(reason) }));
        await once(socket, 'open');
        const acknowledged = once(socket, 'message').then(([message]) => JSON.parse(String(message)) as object);
        socket.send(JSON.stringify({ type: 'connection_init' }));
        return { acknowledged, closed };
      };
      const foreign = await begun('https://evil.example');
      expect(await foreign.closed).toEqual({ code: 4403, reason: 'request.forged' });
      const own = await begun(url);
      expect(await own.acknowledged).toEqual({ type: 'connection_ack' });
      await graphql('mutation { signOut { signedOut } }', {}, { cookie, origin: url });
      expect((await own.closed).code).toBe(4403);
    },
    SLOW_MS,
  );

  test('without a token nobody asks for anything but one thing that is open', async () => {
    for (const query of [
      '{ me { id } }',
      '{ __schema { queryType { name } } }',
      'mutation { signOut { signedOut } }',
      'mutation { a: signIn(input: {login: "a", password: "b"}) { id } b: signIn(input: {login: "a", password: "c"}) { id } }',
      'mutation { signIn(input: {login: "a", password: "b"}) { id } signOut { signedOut } }',
      'mutation { ...signing } fragment signing on Mutation { signIn(input: {login: "a", password: "b"}) { id } }',
      'query { signIn }',
      '{ broken',
    ]) {
      const { status, problem, headers } = await graphql(query, {}, {});
      expect({ query, status, code: problem?.['code'] }).toEqual({ query, status: 401, code: 'token.missing' });
      expect(headers.get('www-authenticate')).toBe('Bearer realm="docket"');
    }
    expect(await graphql('{ me { id } }', {}, bearer('of-nobody'))).toMatchObject({
      status: 401,
      problem: { code: 'token.invalid' },
    });
    const unreadable = await graphql('mutation { signIn(input: {login: 1}) { id colour } }', {}, {});
    expect(unreadable).toMatchObject({ status: 400, problem: { code: 'graphql.invalid' } });
  });

  test(
    'a token is shown once: the same key answers its record without it',
    async () => {
      const agentId = await newAccount('bo', ['agent']);
      const make = `mutation ($input: CreateAccessTokenInput!) {
        createAccessToken(idempotencyKey: "one-token", input: $input) { id name roles token }
      }`;
      const input = { name: 'monitoring', agentId, roles: ['auditor'] };
      const made = (await graphql(make, { input })).data['createAccessToken'];
      expect(made).toMatchObject({ name: 'monitoring', roles: ['auditor'], token: expect.stringMatching(/^docket_/) as unknown });
      expect((await graphql(make, { input })).data['createAccessToken']).toEqual({ ...made, token: null });
      const byToken = bearer(made?.['token'] as string);
      expect((await graphql('{ me { id roles } }', {}, byToken)).data).toEqual({ me: { id: agentId, roles: ['auditor'] } });
      expect((await graphql(make, { input }, byToken)).problem).toMatchObject({ code: 'role.missing', status: 403 });
      const nowhere = 'mutation { setPassword(id: "blue", input: {password: "correct horse battery staple"}) { id } }';
      expect((await graphql(nowhere)).problem).toMatchObject({ code: 'account.notFound', status: 404 });
    },
    SLOW_MS,
  );

  test(
    'somebody changes the own password, and all sessions end',
    async () => {
      const id = await newAccount('carla', ['agent']);
      const session = bearer((await signIn('carla', PASSWORD)).data['signIn']?.['token'] as string);
      const change = 'mutation ($input: ChangeOwnPasswordInput!) { changeOwnPassword(input: $input) { id revision } }';
      const wrong = await graphql(change, { input: { current: OTHER_PASSWORD, password: OTHER_PASSWORD } }, session);
      expect(wrong.problem).toMatchObject({ code: 'password.wrong', status: 403, field: 'current' });
      const short = await graphql(change, { input: { current: PASSWORD, password: 'short' } }, session);
      expect(short.problem).toMatchObject({ code: 'input.invalid', field: 'password' });
      const changed = await graphql(change, { input: { current: PASSWORD, password: OTHER_PASSWORD } }, session);
      expect(changed.data).toMatchObject({ changeOwnPassword: { id } });
      expect((await graphql('{ me { id } }', {}, session)).status).toBe(401);
      expect((await signIn('carla', PASSWORD)).problem).toMatchObject({ code: 'signIn.failed', status: 401 });
    },
    SLOW_MS,
  );

  test(
    'failed sign-ins count on both roads together, and say when to try again',
    async () => {
      for (let failed = 0; failed < 10; failed += 1)
        expect((await signIn('mallory', PASSWORD)).problem).toMatchObject({ code: 'signIn.failed' });
      const { problem } = await signIn('mallory', PASSWORD);
      expect(problem).toMatchObject({ code: 'signIn.tooMany', status: 429 });
      expect(problem?.['retryAfterSeconds']).toBeGreaterThan(0);
      expect(await rest('/sessions', { login: 'mallory', password: PASSWORD }, {})).toMatchObject({
        status: 429,
        body: { code: 'signIn.tooMany' },
      });
    },
    SLOW_MS,
  );
});
