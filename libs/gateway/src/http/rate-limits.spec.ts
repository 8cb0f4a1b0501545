import 'reflect-metadata';
import { on, once } from 'node:events';
import { WebSocket } from 'ws';
import { UNAUTHENTICATED_REQUESTS_MAX } from '../limits.js';
import { KettleGateway } from '../testing/kettle-gateway.js';

type HeadersSent = Readonly<Record<string, string>>;
type Start = Parameters<KettleGateway['start']>[0];

/** Does something with a gateway of its own. */
const withGateway = async (options: Start, test: (gateway: KettleGateway) => Promise<void>): Promise<void> => {
  const gateway = new KettleGateway();
  await gateway.start(options);
  try {
    await test(gateway);
  } finally {
    await gateway.close();
  }
};

const ask = async (gateway: KettleGateway, method: string, path: string, headers: HeadersSent = {}) => {
  const body = method === 'POST' ? { body: '{"query": "{ __typename }"}' } : {};
  const response = await fetch(gateway.url + path, { method, headers: { 'content-type': 'application/json', ...headers }, ...body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, code: /"code":"([^"]+)"/.exec(text)?.[1] };
};

const WRONG = { authorization: 'Bearer nobody' };

describe('requests of which nobody has proved who sends them', () => {
  test('are answered as often as the default allows in a minute, and then 429 with Retry-After', () =>
    withGateway({}, async (gateway) => {
      for (let sent = 1; sent < UNAUTHENTICATED_REQUESTS_MAX; sent += 1)
        expect((await ask(gateway, 'GET', '/api/v1/kettles', WRONG)).code).toBe('token.invalid');
      const last = await ask(gateway, 'GET', '/api/v1/kettles');
      expect(last.code).toBe('token.missing');
      expect(last.headers.get('ratelimit')).toMatch(/^"unauthenticated";r=0;t=\d+$/);
      expect(last.headers.get('retry-after')).toBeNull();
      const refused = await ask(gateway, 'GET', '/api/v1/kettles', WRONG);
      expect(refused).toMatchObject({ status: 429, code: 'rate.exceeded' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.headers.get('ratelimit-policy')).toBe(`"unauthenticated";q=${UNAUTHENTICATED_REQUESTS_MAX};w=60`);
      // Whoever has a good token is answered from the same address, and whoever looks after the process, too.
      expect((await gateway.call('GET', '/kettles')).status).toBe(200);
      for (const path of ['/health', '/health/live', '/health/ready', '/metrics'])
        expect((await ask(gateway, 'GET', path)).status).toBe(200);
    }));

  test.each<[string, string, HeadersSent]>([
    ['GET', '/api/v1/kettles', {}],
    ['GET', '/api/v1/kettles', WRONG],
    ['POST', '/api/v1/kettles', { cookie: 'docket_session=x', origin: 'https://evil.example' }],
    ['POST', '/graphql', {}],
    ['POST', '/graphql', WRONG],
    ['GET', '/', {}],
    ['GET', '/docs', {}],
    ['GET', '/docs/openapi.json', {}],
    ['GET', '/teapots', {}],
    ['DELETE', '/api/v1/kettles', {}],
  ])('are all counted: %s %s', (method, path, headers) =>
    withGateway({ rateLimits: { unauthenticated: 2, token: 0 } }, async (gateway) => {
      for (let sent = 0; sent < 2; sent += 1) expect((await ask(gateway, method, path, headers)).status).not.toBe(429);
      expect(await ask(gateway, method, path, headers)).toMatchObject({ status: 429, code: 'rate.exceeded' });
    }),
  );

  test('count for the address that a trusted proxy says', () =>
    withGateway({ trustedProxies: ['loopback'], rateLimits: { unauthenticated: 1, token: 0 } }, async (gateway) => {
      const from = async (address: string) => (await ask(gateway, 'GET', '/docs', { 'x-forwarded-for': address })).status;
      expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([200, 429, 200]);
      expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8:0:1::1')]).toEqual([200, 429, 200]);
    }));

  test('count for the connection’s address, whatever somebody else says', () =>
    withGateway({ trustedProxies: ['192.0.2.0/24'], rateLimits: { unauthenticated: 1, token: 0 } }, async (gateway) => {
      const from = async (address: string) => (await ask(gateway, 'GET', '/docs', { 'x-forwarded-for': address })).status;
      expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([200, 429]);
    }));

  test('are not counted where the limit is 0', () =>
    withGateway({ rateLimits: { unauthenticated: 0, token: 0 } }, async (gateway) => {
      for (let sent = 0; sent <= UNAUTHENTICATED_REQUESTS_MAX; sent += 1)
        expect((await ask(gateway, 'GET', '/api/v1/kettles', WRONG)).status).toBe(401);
    }));
});

describe('requests with a good token', () => {
  const BOSS = { authorization: 'Bearer boss' };
  const EVE = { authorization: 'Bearer eve' };

  test('are not counted, where nothing is set', () =>
    withGateway({ rateLimits: { unauthenticated: 1, token: 0 } }, async (gateway) => {
      for (let sent = 0; sent < 3; sent += 1) {
        const { status, headers } = await ask(gateway, 'GET', '/api/v1/kettles', BOSS);
        expect({ status, told: headers.get('ratelimit') }).toEqual({ status: 200, told: null });
      }
    }));

  test('count for the token where it is set, by REST and by GraphQL, whether it may or not', () =>
    withGateway({ rateLimits: { unauthenticated: 1, token: 3 } }, async (gateway) => {
      expect((await ask(gateway, 'GET', '/api/v1/kettles', EVE)).headers.get('ratelimit-policy')).toBe('"token";q=3;w=60');
      expect((await ask(gateway, 'POST', '/graphql', EVE)).status).toBe(200);
      expect((await ask(gateway, 'POST', '/api/v1/kettles', EVE)).status).toBe(403);
      for (const [method, path] of [
        ['GET', '/api/v1/kettles'],
        ['POST', '/graphql'],
      ] as const) {
        const refused = await ask(gateway, method, path, EVE);
        expect(refused).toMatchObject({ status: 429, code: 'rate.exceeded' });
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
        expect((await ask(gateway, method, path, BOSS)).status).toBe(200);
      }
    }));
});

describe('connections for subscriptions', () => {
  /** Opens a connection, begins it with a token, and gives what it says and with which code it is closed. */
  const connected = async (gateway: KettleGateway, token: string, headers: HeadersSent = {}) => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    const closed = once(socket, 'close').then(([code]) => code as number);
    await once(socket, 'open');
    const messages = on(socket, 'message');
    /** The next message but those that only say that something is over. */
    const next = async (): Promise<Record<string, unknown>> => {
      const { value } = (await messages.next()) as { value: readonly [Buffer] };
      const message = JSON.parse(String(value[0])) as Record<string, unknown>;
      return message['type'] === 'complete' ? next() : message;
    };
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    return { socket, closed, next };
  };

  test('that begin with a wrong token count for their address', () =>
    withGateway({ trustedProxies: ['loopback'], rateLimits: { unauthenticated: 2, token: 0 } }, async (gateway) => {
      const from = { 'x-forwarded-for': '192.0.2.1' };
      const closedWith = async (headers: HeadersSent) => (await connected(gateway, 'nobody', headers)).closed;
      expect(await closedWith(from)).toBe(4403);
      expect((await ask(gateway, 'GET', '/docs', from)).status).toBe(200);
      expect(await closedWith(from)).toBe(4429);
      expect((await ask(gateway, 'GET', '/docs', from)).status).toBe(429);
      expect(await closedWith({ 'x-forwarded-for': '192.0.2.2' })).toBe(4403);
      const { next, socket, closed } = await connected(gateway, 'boss', from);
      expect(await next()).toMatchObject({ type: 'connection_ack' });
      socket.close();
      await closed;
    }));

  test('count for their token as they begin, and with each subscription', () =>
    withGateway({ rateLimits: { unauthenticated: 1, token: 2 } }, async (gateway) => {
      const { next, socket, closed } = await connected(gateway, 'boss');
      expect(await next()).toMatchObject({ type: 'connection_ack' });
      const answered = async (id: string) => {
        socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: 'subscription { nothing }' } }));
        return (await next())['payload'];
      };
      expect(await answered('1')).toMatchObject({ errors: [{ extensions: { code: 'graphql.invalid' } }] });
      expect(await answered('2')).toMatchObject([
        { extensions: { code: 'rate.exceeded', status: 429, retryAfterSeconds: expect.any(Number) as number } },
      ]);
      expect((await ask(gateway, 'GET', '/api/v1/kettles', { authorization: 'Bearer boss' })).status).toBe(429);
      socket.close();
      await closed;
      expect(await (await connected(gateway, 'boss')).closed).toBe(4429);
    }));
});
