import 'reflect-metadata';
import { kettle, KettleGateway } from '../testing/kettle-gateway.js';
import { RawClient } from '../testing/raw-client.js';
import { SECURITY_HEADERS, STRICT_TRANSPORT_SECURITY } from './security-headers.js';

const ALWAYS = Object.keys(SECURITY_HEADERS);
const PAGE_POLICY = /^default-src 'none'; style-src 'unsafe-inline'; .*frame-ancestors 'none'$/;
const JSON_BODY = { 'content-type': 'application/json' };
const HANDSHAKE = 'Host: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';

describe('every answer says to browsers how to take it', () => {
  const gateway = new KettleGateway();
  beforeAll(() => gateway.start({ trustedProxies: ['loopback'] }));
  afterAll(() => gateway.close());

  const answerOf = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: 'Bearer boss', ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(gateway.url + path, { ...init, method, headers });
    await response.arrayBuffer();
    return response;
  };

  test.each<[string, number, string, string, RequestInit]>([
    ['a list', 200, 'GET', '/api/v1/kettles', {}],
    ['the head of a list', 200, 'HEAD', '/api/v1/kettles', {}],
    ['what was made', 201, 'POST', '/api/v1/kettles', { body: JSON.stringify(kettle), headers: JSON_BODY }],
    ['another media type', 200, 'GET', '/api/v1/kettles?as=csv', {}],
    ['a stream', 200, 'GET', '/api/v1/sounds?from=1', {}],
    ['a query of GraphQL', 200, 'POST', '/graphql', { body: '{"query": "{ __typename }"}', headers: JSON_BODY }],
    ['a document that is no GraphQL', 400, 'POST', '/graphql', { body: '{"query": "{"}', headers: JSON_BODY }],
    ['a wrong input', 400, 'POST', '/api/v1/kettles', { body: '{}', headers: JSON_BODY }],
    ['a body that is no JSON', 400, 'POST', '/api/v1/kettles', { body: '{', headers: JSON_BODY }],
    ['an unknown token', 401, 'GET', '/api/v1/kettles', { headers: { authorization: 'Bearer nobody' } }],
    ['a role that does not do', 403, 'POST', '/api/v1/kettles', { body: '{}', headers: { ...JSON_BODY, authorization: 'Bearer eve' } }],
    ['an unknown address', 404, 'GET', '/teapots', {}],
    ['another method', 405, 'DELETE', '/api/v1/kettles', {}],
    ['a media type that is not taken', 415, 'POST', '/api/v1/kettles', { body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['a malformed address', 400, 'GET', '/api/v1/kettles/%E0%A4', {}],
    ['an address that is too long', 414, 'GET', `/api/v1/kettles/${'x'.repeat(1_000)}`, {}],
    ['health', 200, 'GET', '/health/ready', {}],
    ['metrics', 200, 'GET', '/metrics', {}],
    ['the program', 200, 'GET', '/', {}],
  ])('%s: %i', async (_, status, method, path, init) => {
    const { status: answered, headers } = await answerOf(method, path, init);
    expect(answered).toBe(status);
    expect(headers.get('x-request-id')).not.toBeNull();
    expect(Object.fromEntries(ALWAYS.map((name) => [name, headers.get(name)]))).toEqual(SECURITY_HEADERS);
  });

  test.each([
    ['/', 'no-store', PAGE_POLICY],
    ['/docs', 'no-cache', PAGE_POLICY],
    ['/docs/openapi.json', 'no-cache', /^default-src 'none'; frame-ancestors 'none'$/],
  ])('the page %s, in its own words where it has some', async (path, kept, policy) => {
    const { headers } = await answerOf('GET', path, { headers: { accept: 'text/html' } });
    expect(headers.get('cache-control')).toBe(kept);
    expect(headers.get('content-security-policy')).toMatch(policy);
    for (const name of ALWAYS.slice(2)) expect(headers.get(name)).toBe(SECURITY_HEADERS[name as keyof typeof SECURITY_HEADERS]);
  });

  test.each([
    ['no HTTP', 400, 'nonsense\r\n\r\n'],
    ['a header that is too large', 431, `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['no Host', 400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['an expectation that nobody knows', 200, 'GET / HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\nConnection: close\r\n\r\n'],
    ['a WebSocket elsewhere', 404, `GET /api/v1/events HTTP/1.1\r\n${HANDSHAKE}\r\n`],
    ['a handshake without a key', 400, `GET /graphql HTTP/1.1\r\n${HANDSHAKE}\r\n`],
  ])('%s: %i', async (_, status, said) => {
    const client = await RawClient.connect(gateway.url);
    await client.say(said);
    const [head = '', body = ''] = (await client.answer()).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^x-request-id: \S+$/m);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(head.split('\r\n')).toContain(`${name}: ${value}`);
    if (status >= 400) expect(JSON.parse(body)).toMatchObject({ status, instance: expect.any(String) as string });
  });

  test('over TLS it is told to stay there, and not over plain HTTP', async () => {
    for (const path of ['/api/v1/kettles', '/teapots', '/docs']) {
      const { headers } = await answerOf('GET', path, { headers: { 'x-forwarded-proto': 'https' } });
      expect(headers.get('strict-transport-security')).toBe(STRICT_TRANSPORT_SECURITY);
      for (const proto of ['http', 'https, http'])
        expect((await answerOf('GET', path, { headers: { 'x-forwarded-proto': proto } })).headers.has('strict-transport-security')).toBe(
          false,
        );
      expect((await answerOf('GET', path)).headers.has('strict-transport-security')).toBe(false);
    }
  });
});

test('whoever is no trusted proxy says in vain that it is TLS', async () => {
  const gateway = new KettleGateway();
  await gateway.start();
  const { headers } = await gateway.call('GET', '/kettles', { headers: { 'x-forwarded-proto': 'https' } });
  expect(headers.has('strict-transport-security')).toBe(false);
  await gateway.close();
});
