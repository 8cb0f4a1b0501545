import 'reflect-metadata';
import { administrator, ID, kettle, KettleGateway } from '../testing/kettle-gateway.js';

describe('the gateway', () => {
  const gateway = new KettleGateway();
  const { call, kitchen } = gateway;
  beforeAll(() => gateway.start());
  afterAll(() => gateway.close());
  beforeEach(() => {
    kitchen.fails = undefined;
  });

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

    test('from the command line, which says so; nothing else is believed', async () => {
      const switched = (via: string) => call('POST', `/kettles/${ID}/switch`, { body: { on: true }, headers: { 'docket-via': via } });
      expect((await switched('cli')).status).toBe(200);
      expect(kitchen.seen).toMatchObject({ envelope: { via: 'cli' } });
      expect(await switched('pigeon')).toMatchObject({ status: 400, json: { code: 'input.invalid', field: 'Docket-Via' } });
    });

    test('and no parameters: whoever gives one would not be listened to', async () => {
      kitchen.seen = undefined;
      const asked = await call('POST', `/kettles/${ID}/switch?dry=true`, { body: { on: true } });
      expect(asked).toMatchObject({ status: 400, json: { code: 'input.invalid', field: 'dry' } });
      expect(kitchen.seen).toBeUndefined();
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
      expect({ status, code: json['code'], field: json['field'] }).toEqual({ status: 404, code: 'kettle.notFound', field: 'id' });
      expect(json['detail']).toBe('there is no such kettle: id must be a UUID');
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

    test.each(['__proto__', 'constructor', 'toString', 'valueOf'])('with a parameter %s: 400 that names it', async (field) => {
      const { json } = await call('GET', `/kettles?${field}=1`);
      expect(json).toMatchObject({ status: 400, code: 'input.invalid', field });
      expect(json['detail']).toMatch(new RegExp(`^${field}[ :]`));
    });

    test('with a parameter that stands in the path already: nobody would listen to it', async () => {
      expect((await call('GET', `/kettles/${ID}?id=another`)).json).toMatchObject({ status: 400, code: 'input.invalid', field: 'id' });
    });
  });

  describe('knows who asks', () => {
    const as = (authorization: string | undefined, method = 'GET', path = '/kettles') =>
      fetch(`${gateway.url}/api/v1${path}`, { method, headers: authorization === undefined ? {} : { authorization } });

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
});
