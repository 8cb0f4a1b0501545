import 'reflect-metadata';
import { connect } from 'node:net';
import { once } from 'node:events';
import { REQUEST_ID_LENGTH_MAX } from '../limits.js';
import { health, kettle, KettleGateway } from '../testing/kettle-gateway.js';

describe('the gateway', () => {
  const gateway = new KettleGateway();
  const { call, logged } = gateway;
  beforeAll(() => gateway.start());
  afterAll(() => gateway.close());
  beforeEach(() => {
    logged.length = 0;
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

    const answeredTo = async (id: string) =>
      (await call('GET', '/kettles', { headers: { 'x-request-id': id } })).headers.get('x-request-id');

    test('a request id that could do harm in a log, or name a person, is replaced', async () => {
      for (const id of ['a b', '"', 'anna@example.com', 'x'.repeat(REQUEST_ID_LENGTH_MAX + 1)])
        expect(await answeredTo(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(JSON.stringify(logged)).not.toContain('anna');
    });

    test('a request id that is one is kept, up to the longest', async () => {
      for (const id of ['Root=1-67891233-abcdef/0', 'a_b.c:d+e=', 'x'.repeat(REQUEST_ID_LENGTH_MAX)]) expect(await answeredTo(id)).toBe(id);
    });

    test('requests, commands and projections to Prometheus', async () => {
      await call('POST', '/kettles', { body: kettle });
      await call('POST', '/kettles', { body: { ...kettle, name: 'samovar' } });
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics).toMatch(/docket_http_request_duration_seconds_count\{method="POST",route="\/api\/v1\/kettles",status="201"\} \d+/);
      expect(metrics).toMatch(/docket_commands_total\{operation="buyKettle",outcome="refused"\} \d+/);
      expect(metrics).toContain('docket_projection_lag_events{projection="kettles"} 3');
      expect(metrics).toContain('docket_projection_lag_seconds{projection="kettles"} 1.5');
      expect(metrics).toContain('docket_projection_stopped{projection="kettles"} 1');
      expect(metrics).toContain('docket_store_up{store="events"} 1');
      expect(metrics).toContain('process_resident_memory_bytes');
    });
  });

  describe('shows itself', () => {
    const page = async (path: string, accept = 'text/html') => (await fetch(`${gateway.url}${path}`, { headers: { accept } })).text();

    test('at / to browsers as a page and to programs as JSON, without a token', async () => {
      expect(await page('/')).toContain('href="/docs"');
      expect(await page('/')).toContain('stopped at 8; the log says why');
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

    test('at /docs with examples that ask the address at which the page was asked for, unless that is made up', async () => {
      expect(await page('/docs')).toContain(`curl &quot;${gateway.url}/api/v1/kettles`);
      const { port } = new URL(gateway.url);
      const answerTo = async (host: string): Promise<string> => {
        const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
        socket.end(`GET /docs HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        return (await socket.toArray()).join('');
      };
      expect(await answerTo('desk.example.com')).toContain('curl &quot;http://desk.example.com/graphql');
      const madeUp = await answerTo('$(reboot)"<b>');
      expect(madeUp).toContain('curl &quot;http://127.0.0.1:3000/graphql');
      expect(madeUp).not.toContain('reboot');
    });

    test('at /docs with a document for GraphQL that works when it is sent', async () => {
      const text = (await page('/docs')).replaceAll('&quot;', '"').replaceAll('&#39;', "'");
      const body = /graphql" -H .*? -d '(\{.*?\})'<\/pre>/s.exec(text)?.[1];
      const headers = { authorization: 'Bearer boss', 'content-type': 'application/json' };
      const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: body ?? '' });
      expect(await answer.json()).toMatchObject({ data: { __schema: { queryType: { fields: expect.any(Array) as unknown } } } });
    });

    test('at /docs/openapi.json', async () => {
      const document = JSON.parse(await page('/docs/openapi.json')) as { paths: Record<string, Record<string, unknown>> };
      expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Kitchen', version: '1.2.3' }, servers: [{ url: '/api/v1' }] });
      expect(Object.keys(document.paths)).toEqual([
        '/kettles',
        '/kettles/{id}/switch',
        '/kettles/{id}/shelf/{shelf}',
        '/kettles/{id}',
        '/sounds',
      ]);
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

    test('at /docs/openapi.json with an example of what each call is given', async () => {
      type Call = { parameters: { name: string; example?: unknown }[]; requestBody?: unknown };
      const { paths } = JSON.parse(await page('/docs/openapi.json')) as { paths: Record<string, Record<string, Call>> };
      const examples = (path: string, method: string) =>
        paths[path]?.[method]?.parameters.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]]));
      expect(examples('/kettles', 'get')).toEqual([
        ['on', true],
        ['name', ['a', 'b']],
      ]);
      expect(examples('/kettles/{id}/shelf/{shelf}', 'put')).toEqual([
        ['id', expect.stringMatching(/^[0-9a-f-]{36}$/)],
        ['shelf', 'top'],
      ]);
      expect(paths['/kettles/{id}/shelf/{shelf}']?.['put']?.requestBody).toMatchObject({
        content: { 'application/json': { example: {} } },
      });
    });

    test('at /docs with the same examples', async () => {
      expect(await page('/docs')).toContain('/api/v1/kettles?on=true&amp;name=a,b&quot;');
    });

    test('at /docs/openapi.json with the headers that stand for a parameter', async () => {
      const document = JSON.parse(await page('/docs/openapi.json')) as { paths: Record<string, Record<string, { parameters: object[] }>> };
      expect(document.paths['/sounds']?.['get']?.parameters).toContainEqual({
        name: 'last-heard',
        in: 'header',
        required: false,
        schema: { type: 'string' },
        description: 'Heard as `from`, and in the place of `from`.',
      });
    });

    test('its health', async () => {
      expect(await (await fetch(`${gateway.url}/health/live`)).json()).toEqual({ live: true });
      for (const path of ['/health', '/health/ready']) expect(await (await fetch(gateway.url + path)).json()).toEqual(health);
    });
  });

  test.each([
    ['GET / HTTP/9\r\n\r\n', 400, 'request.malformed'],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'header.tooLarge'],
  ])('what is no proper HTTP is answered with a problem too', async (text, status, code) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    socket.write(text);
    await once(socket, 'close');
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*application/problem\\+json.*"code":"${code}"`, 's'));
  });

  test('a caller who goes in the middle of a body is no failure of ours', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
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
