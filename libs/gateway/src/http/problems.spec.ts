import 'reflect-metadata';
import { InvalidEvent, InvalidPosition, OutcomeUnknown, StoreUnavailable, TooLarge } from '@docket/event-store';
import { InvalidCursor, ReadModelBehind } from '@docket/projecting';
import { BODY_BYTES_MAX, IDEMPOTENCY_KEY_LENGTH_MAX, PATH_PARAMETER_LENGTH_MAX } from '../limits.js';
import { ID, kettle, KettleGateway } from '../testing/kettle-gateway.js';

describe('the gateway', () => {
  const gateway = new KettleGateway();
  const { call, kitchen, logged } = gateway;
  beforeAll(() => gateway.start());
  afterAll(() => gateway.close());
  beforeEach(() => {
    kitchen.fails = undefined;
    logged.length = 0;
  });

  describe('refuses', () => {
    test.each<[string, { body?: unknown; raw?: string }, number, string, string | undefined]>([
      ['broken JSON', { raw: '{"name": ' }, 400, 'body.notJson', undefined],
      ['no JSON at all', { raw: 'name=Steel' }, 400, 'body.notJson', undefined],
      ['__proto__', { raw: '{"__proto__": {"x": 1}}' }, 400, 'input.invalid', '__proto__'],
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

    test('bytes that are no UTF-8, because nobody would know any more what they were', async () => {
      const send = async (name: Buffer) => {
        const body = Buffer.concat([Buffer.from('{"litres": 2, "name": "'), name, Buffer.from('"}')]);
        const headers = { authorization: 'Bearer boss', 'content-type': 'application/json' };
        const response = await fetch(`${gateway.url}/api/v1/kettles`, { method: 'POST', headers, body });
        return { status: response.status, ...((await response.json()) as object) };
      };
      expect(await send(Buffer.from('Küche', 'latin1'))).toMatchObject({ status: 400, code: 'body.notJson' });
      expect(await send(Buffer.from('Küche \u{fffd}'))).toMatchObject({ status: 201, name: 'Küche \u{fffd}' });
    });

    test('a body as large as is allowed is read', async () => {
      const frame = JSON.stringify({ name: '', litres: 2 }).length;
      const { json } = await call('POST', '/kettles', { body: { name: 'x'.repeat(BODY_BYTES_MAX - frame), litres: 2 } });
      expect(json).toMatchObject({ code: 'input.invalid', field: 'name' });
    });

    test('a field whose name is as long as a body may be, briefly', async () => {
      const { status, text } = await call('POST', '/kettles', { body: { ...kettle, ['x'.repeat(BODY_BYTES_MAX - 100)]: 1 } });
      expect(status).toBe(400);
      expect(text.length).toBeLessThan(2_000);
    });

    test('without a word of the body', async () => {
      expect((await call('POST', '/kettles', { raw: '{"name": "secret"' })).text).not.toContain('secret');
    });

    test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/xml']])('%s: 415', async (type) => {
      const { json } = await call('POST', '/kettles', { raw: 'x', headers: { 'content-type': type } });
      expect(json).toMatchObject({ status: 415, code: 'mediaType.unsupported' });
    });

    test('a body that says that it is compressed: 415, unless it is not', async () => {
      const send = (encoding: string) => call('POST', '/kettles', { body: kettle, headers: { 'content-encoding': encoding } });
      expect((await send('gzip')).json).toMatchObject({ status: 415, code: 'mediaType.unsupported' });
      expect((await send('identity')).status).toBe(201);
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
      expect((await fetch(`${gateway.url}/metrics`, { method: 'POST' })).status).toBe(405);
    });

    test('an address with a slash behind it is another one, and nothing is offered there', async () => {
      expect((await call('GET', '/kettles/')).json).toMatchObject({ status: 404, code: 'route.unknown' });
      expect((await call('GET', `/kettles/${ID}/`)).json).toMatchObject({ status: 404, code: 'route.unknown' });
    });

    test('an address that is malformed or has too long a part', async () => {
      expect((await call('GET', '/kettles/%E0%A4')).json).toMatchObject({ status: 400, code: 'address.malformed' });
      expect((await call('GET', `/kettles/${'x'.repeat(PATH_PARAMETER_LENGTH_MAX + 1)}`)).json).toMatchObject({
        status: 414,
        code: 'address.tooLong',
      });
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
});
