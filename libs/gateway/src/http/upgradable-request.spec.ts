import 'reflect-metadata';
import { KettleGateway } from '../testing/kettle-gateway.js';
import { RawClient } from '../testing/raw-client.js';

describe('a client that offers HTTP/2 without TLS', () => {
  const gateway = new KettleGateway();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.close());

  const OFFER =
    'Host: h\r\nAuthorization: Bearer boss\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  const BODY = '{"name": "Steel", "litres": 2}';

  test.each([
    ['its query', 200, `GET /api/v1/kettles HTTP/1.1\r\n${OFFER}\r\n`],
    [
      'its command',
      201,
      `POST /api/v1/kettles HTTP/1.1\r\n${OFFER}Content-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
    ],
  ])('has %s answered by HTTP/1.1', async (_, status, said) => {
    const client = await RawClient.connect(gateway.url);
    await client.say(said);
    expect(await client.answer()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});
