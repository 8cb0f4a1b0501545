import 'reflect-metadata';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { Authenticate, Caller } from '@docket/access';
import { InvalidEvent, InvalidPosition, OutcomeUnknown, StoreUnavailable, TooLarge } from '@docket/event-store';
import { InvalidCursor, ReadModelBehind } from '@docket/projecting';
import { createGateway, type Gateway } from '../gateway.js';
import type { Health } from '../health.js';
import { BODY_BYTES_MAX, IDEMPOTENCY_KEY_LENGTH_MAX, PATH_PARAMETER_LENGTH_MAX, REQUEST_ID_LENGTH_MAX } from '../limits.js';
import { Metrics } from '../metrics.js';
import { kettles, Kitchen, kitchenPort } from '../testing/kettles.js';

const administrator: Caller = { actor: { kind: 'agent', id: 'boss' }, roles: ['administrator'] };
const auditor: Caller = { actor: { kind: 'agent', id: 'eve' }, roles: ['auditor'] };

const authenticate: Authenticate = (authorization) => {
  if (authorization === undefined) return { refused: 'missing' };
  if (authorization === 'Bearer boss') return administrator;
  if (authorization === 'Bearer eve') return Promise.resolve(auditor);
  if (authorization === 'Bearer unlucky') return Promise.reject(new StoreUnavailable('away'));
  return { refused: 'invalid' };
};

const ID = '018f9c7e-0000-7000-8000-000000000001';
const health: Health = {
  ready: true,
  reasons: [],
  stores: { events: 'open' },
  projections: [
    {
      projection: 'kettles',
      state: 'stopped',
      serving: {
        build: 'b',
        version: '1',
        startedAt: '2024-05-20T00:00:00.000Z',
        position: '7',
        lagEvents: 3,
        lagSeconds: 1.5,
        stopped: { position: '8', reason: 'cracked' },
      },
    },
  ],
};

describe('the gateway', () => {
  const kitchen = new Kitchen();
  const logged: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields: fields as Record<string, unknown>, message });
  let gateway: Gateway;
  let url: string;

  beforeAll(async () => {
    gateway = await createGateway({
      about: { name: 'Kitchen', version: '1.2.3', description: 'Kettles.' },
      capabilities: [kettles],
      ports: [kitchenPort(kitchen)],
      modules: [],
      streams: { load: () => Promise.resolve(undefined) },
      authenticate,
      metrics: new Metrics(() => Promise.resolve(health.projections)),
      log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
      health: () => Promise.resolve(health),
    });
    url = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`;
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    kitchen.fails = undefined;
    logged.length = 0;
  });

  const call = async (method: string, path: string, options: { body?: unknown; raw?: string; headers?: Record<string, string> } = {}) => {
    const text = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: 'Bearer boss', ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const json = answer.startsWith('{') ? (JSON.parse(answer) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, json, text: answer };
  };
  const kettle = { name: 'Steel', litres: 2 };

  describe('takes a command', () => {
    test('and answers 201 with Location, ETag, and the state after it with its place in the log', async () => {
      const { status, headers, json } = await call('POST', '/kettles', {
        body: { ...kettle, owner: { name: 'Ann' } },
        headers: { 'idempotency-key': 'k1', 'x-request-id': 'r-1' },
      });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/kettles/${ID}`);
      expect(headers.get('etag')).toBe('"0"');
      expect(headers.get('x-request-id')).toBe('r-1');
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(json).toEqual({ id: ID, ...kettle, on: false, revision: 0, position: 'p0' });
      expect(kitchen.seen).toEqual({
        command: { ...kettle, owner: { name: 'Ann' } },
        envelope: { actor: administrator.actor, via: 'rest', correlationId: 'r-1', idempotencyKey: 'k1' },
      });
    });

    test('for a target with If-Match, answers 200 and shows what the operation presents', async () => {
      const { status, headers, json } = await call('POST', `/kettles/${ID.toUpperCase()}/switch`, {
        body: { on: true },
        headers: { 'if-match': '"0"' },
      });
      expect({ status, json }).toEqual({ status: 200, json: { on: true, revision: 1, position: 'p1' } });
      expect(headers.get('location')).toBeNull();
      expect(kitchen.seen).toMatchObject({ envelope: { target: ID, expectedRevision: 0 } });
    });

    test('`If-Match: *` pins to nothing', async () => {
      expect((await call('POST', `/kettles/${ID}/switch`, { body: { on: true }, headers: { 'if-match': '*' } })).status).toBe(200);
      expect(kitchen.seen).not.toHaveProperty('envelope.expectedRevision');
    });

    test('whose fields stand in the path', async () => {
      expect((await call('PUT', `/kettles/${ID}/shelf/top`)).json).toMatchObject({ name: 'top' });
      expect((await call('PUT', `/kettles/${ID}/shelf/middle`)).json).toMatchObject({ code: 'input.invalid', field: 'shelf' });
      expect((await call('PUT', `/kettles/${ID}/shelf/top`, { body: { shelf: 'bottom' } })).json).toMatchObject({ field: 'shelf' });
    });

    test('and says by a problem when it was refused', async () => {
      const { status, headers, json } = await call('POST', '/kettles', {
        body: { ...kettle, name: 'samovar' },
        headers: { 'x-request-id': 'r-2' },
      });
      expect(status).toBe(422);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(json).toEqual({
        type: '/docs#kettle.foreign',
        title: 'Unprocessable Content',
        status: 422,
        code: 'kettle.foreign',
        detail: 'no samovars',
        field: 'name',
        instance: 'r-2',
      });
    });

    test('pinned to another revision: 412; for what is no id: 404', async () => {
      expect((await call('POST', `/kettles/${ID}/switch`, { body: { on: true }, headers: { 'if-match': '"5"' } })).status).toBe(412);
      const { status, json } = await call('POST', '/kettles/blue/switch', { body: { on: true } });
      expect({ status, code: json['code'] }).toEqual({ status: 404, code: 'kettle.notFound' });
    });
  });

  describe('takes a query', () => {
    test('and answers JSON text as it is', async () => {
      const { status, text } = await call('GET', '/kettles?on=true&name=a,b&limit=5');
      expect({ status, text }).toEqual({ status: 200, text: '{ "items": [] }' });
      expect(kitchen.seen).toEqual({ query: { on: true, name: ['a', 'b'], limit: 5 }, caller: administrator });
    });

    test('in the media type that the caller prefers', async () => {
      const accepting = (accept: string, query = '') => call('GET', `/kettles${query}`, { headers: { accept } });
      for (const accept of ['text/csv', 'text/csv, application/json;q=0.5', 'application/json;q=0.1, text/*;q=0.9', 'TEXT/CSV; q=1'])
        expect((await accepting(accept)).headers.get('content-type')).toBe('text/csv; charset=utf-8');
      for (const accept of [
        '*/*',
        'application/json',
        'application/json, text/csv',
        'text/csv;q=0',
        'text/csv;q=0.5, */*',
        'text/html',
        'nonsense',
      ])
        expect((await accepting(accept)).headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect((await accepting('text/csv', '?as=json')).headers.get('content-type')).toBe('application/json; charset=utf-8');
    });

    test('of one thing with its revision as ETag, also for HEAD', async () => {
      expect((await call('GET', `/kettles/${ID}`)).headers.get('etag')).toBe('"7"');
      expect((await call('HEAD', `/kettles/${ID}`)).headers.get('etag')).toBe('"7"');
      expect((await call('GET', '/kettles/none')).json).toMatchObject({ status: 404, code: 'kettle.notFound' });
    });

    test('with a parameter that is wrong or unknown: 400 that names it', async () => {
      for (const [query, field] of [
        ['limit=x', 'limit'],
        ['colour=red', 'colour'],
        ['on=1', 'on'],
      ])
        expect((await call('GET', `/kettles?${query}`)).json).toMatchObject({ status: 400, code: 'input.invalid', field });
    });
  });

  describe('refuses', () => {
    test.each<[string, { body?: unknown; raw?: string }, number, string, string | undefined]>([
      ['broken JSON', { raw: '{"name": ' }, 400, 'body.notJson', undefined],
      ['no JSON at all', { raw: 'name=Steel' }, 400, 'body.notJson', undefined],
      ['__proto__', { raw: '{"__proto__": {"x": 1}}' }, 400, 'body.notJson', undefined],
      ['an array', { body: [] }, 400, 'input.invalid', undefined],
      ['a text', { body: 'x' }, 400, 'input.invalid', undefined],
      ['an unknown field', { body: { ...kettle, colour: 'red' } }, 400, 'input.invalid', 'colour'],
      ['a wrong type', { body: { ...kettle, litres: '2' } }, 400, 'input.invalid', 'litres'],
      ['a nested wrong field', { body: { ...kettle, owner: { name: 'A', email: 'no' } } }, 400, 'input.invalid', 'owner.email'],
      ['a body too large', { body: { name: 'x'.repeat(BODY_BYTES_MAX) } }, 413, 'body.tooLarge', undefined],
    ])('%s', async (_, options, status, code, field) => {
      const { json, headers } = await call('POST', '/kettles', options);
      expect(json).toMatchObject({ status, code, ...(field === undefined ? {} : { field }) });
      expect(headers.get('content-type')).toBe('application/problem+json');
      if (field === undefined) expect(json).not.toHaveProperty('field');
    });

    test('a body as large as is allowed is read', async () => {
      const frame = JSON.stringify({ name: '', litres: 2 }).length;
      const { json } = await call('POST', '/kettles', { body: { name: 'x'.repeat(BODY_BYTES_MAX - frame), litres: 2 } });
      expect(json).toMatchObject({ code: 'input.invalid', field: 'name' });
    });

    test('without a word of the body', async () => {
      expect((await call('POST', '/kettles', { raw: '{"name": "secret"' })).text).not.toContain('secret');
    });

    test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/xml']])('%s: 415', async (type) => {
      const { json } = await call('POST', '/kettles', { raw: 'x', headers: { 'content-type': type } });
      expect(json).toMatchObject({ status: 415, code: 'mediaType.unsupported' });
    });

    test('no body where fields are needed, by naming them', async () => {
      expect((await call('POST', '/kettles', { raw: '' })).json).toMatchObject({ code: 'input.invalid' });
      expect((await call('POST', '/kettles')).json).toMatchObject({ code: 'input.invalid' });
    });

    test.each(['3', '"x"', 'W/"3"', '"-1"', '"1","2"', '"999999999999999999"', ''])('If-Match: %s', async (value) => {
      const { json } = await call('POST', `/kettles/${ID}/switch`, { body: { on: true }, headers: { 'if-match': value } });
      expect(json).toMatchObject({ status: 400, code: 'input.invalid', field: 'If-Match' });
    });

    test('an Idempotency-Key that is too long or has blanks', async () => {
      const send = async (key: string) => (await call('POST', '/kettles', { body: kettle, headers: { 'idempotency-key': key } })).status;
      expect(await send('k'.repeat(IDEMPOTENCY_KEY_LENGTH_MAX))).toBe(201);
      expect(await send('k'.repeat(IDEMPOTENCY_KEY_LENGTH_MAX + 1))).toBe(400);
      expect(await send('a b')).toBe(400);
      expect(await send('')).toBe(400);
    });

    test('an unknown address: 404; a known one with another method: 405 with Allow', async () => {
      expect((await call('GET', '/teapots')).json).toMatchObject({ status: 404, code: 'route.unknown' });
      const { headers, json } = await call('DELETE', `/kettles/${ID}`);
      expect(json).toMatchObject({ status: 405, code: 'method.notAllowed' });
      expect(headers.get('allow')).toBe('GET, HEAD');
      expect((await call('PATCH', '/kettles')).headers.get('allow')).toBe('GET, HEAD, POST');
      expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
    });

    test('an address that is malformed or has too long a part', async () => {
      expect((await call('GET', '/kettles/%E0%A4')).json).toMatchObject({ status: 400, code: 'address.malformed' });
      expect((await call('GET', `/kettles/${'x'.repeat(PATH_PARAMETER_LENGTH_MAX + 1)}`)).json).toMatchObject({
        status: 414,
        code: 'address.tooLong',
      });
    });
  });

  describe('knows who asks', () => {
    const as = (authorization: string | undefined, method = 'GET', path = '/kettles') =>
      fetch(`${url}/api/v1${path}`, { method, headers: authorization === undefined ? {} : { authorization } });

    test('no token, and a token that nobody knows: 401 with WWW-Authenticate', async () => {
      const missing = await as(undefined);
      expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="docket"']);
      expect(await missing.json()).toMatchObject({ code: 'token.missing' });
      const invalid = await as('Bearer x');
      expect([invalid.status, invalid.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="docket", error="invalid_token"']);
      expect(await invalid.json()).toMatchObject({ code: 'token.invalid' });
    });

    test('a role that may not: 403, before the body is looked at', async () => {
      expect((await as('Bearer eve')).status).toBe(200);
      const refused = await as('Bearer eve', 'POST');
      expect([refused.status, await refused.json()]).toMatchObject([
        403,
        { code: 'role.missing', detail: 'buyKettle is for: administrator' },
      ]);
    });

    test('a store that is away while the token is looked up: 503', async () => {
      const refused = await as('Bearer unlucky');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    });

    test('an address that is not offered tells nothing of tokens', async () => {
      expect((await as(undefined, 'GET', '/teapots')).status).toBe(404);
    });
  });

  describe('answers failures', () => {
    test.each<[Error, number, string, string | undefined]>([
      [new StoreUnavailable('x'), 503, 'store.unavailable', '1'],
      [new OutcomeUnknown('x'), 503, 'outcome.unknown', '1'],
      [new ReadModelBehind('kettles', '7', 2), 503, 'readModel.behind', '2'],
      [new TooLarge('event', 2, 1), 413, 'input.tooLarge', undefined],
      [new InvalidEvent('data.name', 'x'), 400, 'input.notStorable', undefined],
      [new InvalidPosition('x'), 400, 'position.invalid', undefined],
      [new InvalidCursor('x'), 400, 'cursor.invalid', undefined],
    ])('%s', async (failure, status, code, retryAfter) => {
      kitchen.fails = failure;
      const { json, headers } = await call('GET', '/kettles');
      expect(json).toMatchObject({ status, code });
      expect(headers.get('retry-after') ?? undefined).toBe(retryAfter);
    });

    test('that nobody foresaw with 500 and nothing from inside; the log has the error and the request’s id', async () => {
      kitchen.fails = new Error('password of the database');
      const { status, text, headers } = await call('POST', '/kettles', { body: kettle });
      expect(status).toBe(500);
      expect(text).not.toContain('password');
      const line = logged.find(({ level }) => level === 'error');
      expect(line?.fields).toMatchObject({ err: kitchen.fails, requestId: headers.get('x-request-id'), route: '/api/v1/kettles' });
    });
  });

  describe('tells what it did', () => {
    test('one line a request: the route as it is written, never the address or the body', async () => {
      await call('GET', '/kettles/anna?after=berta');
      await call('GET', '/carla');
      await new Promise(setImmediate);
      const lines = logged.filter(({ message }) => message === 'request').map(({ fields }) => fields);
      expect(lines).toMatchObject([
        { method: 'GET', route: '/api/v1/kettles/:id', status: 404 },
        { method: 'GET', route: '(none)', status: 404 },
      ]);
      expect(JSON.stringify(logged)).not.toMatch(/anna|berta|carla/);
    });

    test('a request id that could do harm in a log is replaced', async () => {
      for (const id of ['a b', '"', 'x'.repeat(REQUEST_ID_LENGTH_MAX + 1)]) {
        const answered = (await call('GET', '/kettles', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
        expect(answered).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      }
    });

    test('requests, commands and projections to Prometheus', async () => {
      await call('POST', '/kettles', { body: kettle });
      await call('POST', '/kettles', { body: { ...kettle, name: 'samovar' } });
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toMatch(/docket_http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/kettles",status="201"\} \d+/);
      expect(metrics).toMatch(/docket_commands_total\{operation="buyKettle",outcome="refused"\} \d+/);
      expect(metrics).toContain('docket_projection_lag_events{projection="kettles"} 3');
      expect(metrics).toContain('docket_projection_lag_seconds{projection="kettles"} 1.5');
      expect(metrics).toContain('docket_projection_stopped{projection="kettles"} 1');
      expect(metrics).toContain('process_resident_memory_bytes');
    });
  });

  describe('shows itself', () => {
    const page = async (path: string, accept = 'text/html') => (await fetch(`${url}${path}`, { headers: { accept } })).text();

    test('at / to browsers as a page and to programs as JSON, without a token', async () => {
      expect(await page('/')).toContain('href="/docs"');
      expect(JSON.parse(await page('/', '*/*'))).toMatchObject({ name: 'Kitchen', version: '1.2.3', documentation: '/docs' });
    });

    test('at /docs with every operation and every code, escaped', async () => {
      const docs = await page('/docs');
      for (const part of [
        'id="buyKettle"',
        'id="kettle.foreign"',
        'id="token.missing"',
        '/api/v1/kettles/:id/switch',
        'Kettles &lt;by name&gt;',
      ])
        expect(docs).toContain(part);
      expect(docs).not.toContain('<by name>');
    });

    test('at /docs/openapi.json', async () => {
      const document = JSON.parse(await page('/docs/openapi.json')) as { paths: Record<string, Record<string, unknown>> };
      expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Kitchen', version: '1.2.3' }, servers: [{ url: '/api/v1' }] });
      expect(Object.keys(document.paths)).toEqual(['/kettles', '/kettles/{id}/switch', '/kettles/{id}/shelf/{shelf}', '/kettles/{id}']);
      expect(document.paths['/kettles']?.['post']).toMatchObject({
        operationId: 'buyKettle',
        requestBody: {
          content: {
            'application/json': {
              example: kettle,
              schema: {
                required: ['name', 'litres'],
                properties: {
                  litres: { type: 'integer', minimum: 1, maximum: 10 },
                  owner: { properties: { email: { type: 'string', format: 'email' } } },
                },
              },
            },
          },
        },
      });
    });

    test('its health', async () => {
      expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ live: true });
      expect(await (await fetch(`${url}/health/ready`)).json()).toEqual(health);
    });
  });

  test('a caller who goes in the middle of a body is no failure of ours', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /api/v1/kettles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer boss\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    socket.destroy();
    await once(socket, 'close');
    await call('GET', '/kettles');
    expect(logged.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
  });
});

test('when it closes, a request in flight is answered, and none is taken after', async () => {
  const kitchen = new Kitchen();
  let letGo = (): void => undefined;
  kitchen.waitsFor = new Promise((resolve) => (letGo = resolve));
  const begun = new Promise<void>((resolve) => (kitchen.begun = resolve));
  const gateway = await createGateway({
    about: { name: 'Kitchen', version: '1', description: '' },
    capabilities: [kettles],
    ports: [kitchenPort(kitchen)],
    modules: [],
    streams: { load: () => Promise.resolve(undefined) },
    authenticate,
    metrics: new Metrics(() => Promise.resolve([])),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    health: () => Promise.resolve(health),
  });
  const url = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`;
  const buying = fetch(`${url}/api/v1/kettles`, {
    method: 'POST',
    headers: { authorization: 'Bearer boss', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Steel', litres: 2 }),
  });
  await begun;
  const closed = gateway.close();
  letGo();
  expect((await buying).status).toBe(201);
  await closed;
  await expect(fetch(`${url}/health/live`)).rejects.toThrow();
});
