import 'reflect-metadata';
import { KettleGateway } from '../testing/kettle-gateway.js';
import { RawClient } from '../testing/raw-client.js';

const REQUEST_MS = 400;
const BETWEEN_BYTES_MS = 20;

describe('a request that trickles', () => {
  const gateway = new KettleGateway();
  beforeAll(() => gateway.start({ requestMs: REQUEST_MS }));
  afterAll(() => gateway.close());

  /** Says one byte now and then, for as long as anybody listens. */
  const trickle = async (beginning: string, more: string): Promise<string> => {
    const client = await RawClient.connect(gateway.url);
    await client.say(beginning);
    const trickling = setInterval(() => void client.say(more), BETWEEN_BYTES_MS);
    try {
      return await client.answer();
    } finally {
      clearInterval(trickling);
      client.hangUp();
    }
  };

  test.each<[string, string]>([
    ['in its header', 'GET /api/v1/kettles HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer boss\r\nX-Slow: '],
    [
      'in its body',
      'POST /api/v1/kettles HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer boss\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"name":"',
    ],
  ])('%s is answered 408 when its time is up, and its connection is ended', async (_, beginning) => {
    const answer = await trickle(beginning, 'x');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request.tooSlow"');
    expect((await gateway.call('GET', '/kettles')).status).toBe(200);
  });

  test('in its body is told of as what it was answered, not as one whose client left', () => {
    const ends = gateway.logged.filter(({ message }) => message === 'request').map(({ fields }) => [fields['method'], fields['status']]);
    expect(ends).toContainEqual(['POST', 408]);
    expect(ends.map(([, status]) => status)).not.toContain(499);
  });

  test('that never comes to a request is cut, too', async () => {
    expect(await trickle('', '\r\n')).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });
});

test('what the parser refuses carries an id that stands in the log, as every problem does', async () => {
  const gateway = new KettleGateway();
  await gateway.start();
  for (const said of ['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`]) {
    const client = await RawClient.connect(gateway.url);
    await client.say(said);
    const [head = '', body = ''] = (await client.answer()).split('\r\n\r\n');
    const { instance } = JSON.parse(body) as { instance: string };
    expect(head).toContain(`x-request-id: ${instance}`);
    expect(gateway.logged.map(({ fields }) => fields['requestId'])).toContain(instance);
  }
  await gateway.close();
});
