import type { Reply } from './docket-process.js';
import { pairs } from './pairs.js';
import { describeServer } from './running-server.js';

/** Input that is JSON, or nearly, and that no honest client sends. */
describeServer('strange input', pairs, (running) => {
  const post = (json: string): Promise<Reply> => running.server.send('POST', '/tickets', json);
  const ticket = (more: string): string => `{"subject":"S","description":"D","requester":{"name":"N"}${more}}`;
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  test.each<[string, string, string]>([
    ['JSON nested fifty thousand levels deep', ticket(`,"customFields":{"a":${deep(50_000)}}`), `customFields.a${'[0]'.repeat(30)}`],
    ['a key __proto__', ticket(',"__proto__":{"admin":true}'), '__proto__'],
    ['a key __proto__ among custom fields', ticket(',"customFields":{"__proto__":"x"}'), 'customFields.__proto__'],
    ['a key constructor', ticket(',"constructor":{"prototype":{}}'), 'constructor'],
    ['a key constructor among custom fields', ticket(',"customFields":{"constructor":"x"}'), 'customFields.constructor'],
    ['half a surrogate pair', ticket(',"tags":["\\ud83d"]'), 'tags[0]'],
    ['a NUL', ticket(',"customFields":{"a":"x\\u0000y"}'), 'customFields.a'],
    ['a number beyond 2^53', ticket(',"customFields":{"serial":9007199254740993}'), 'customFields.serial'],
    ['a number that is none any more', ticket(',"customFields":{"n":1e999}'), 'customFields.n'],
    ['a day that no month has', ticket(',"occurredAt":"2024-02-31T00:00:00.000Z"'), 'occurredAt'],
    ['a year before computers', ticket(',"occurredAt":"1600-02-01T00:00:00.000Z"'), 'occurredAt'],
    ['a year that JavaScript does not have', ticket(',"occurredAt":"+275761-01-01T00:00:00.000Z"'), 'occurredAt'],
  ])('%s is refused with 400 and the name of the field, and no ticket is made', async (_, body, field) => {
    const { status, body: problem } = await post(body);
    expect({ status, field: problem['field'] }).toEqual({ status: 400, field });
    expect((await running.server.call('GET', '/events?types=TicketCreated')).body['items']).toEqual([]);
  });

  test.each<[string, string, number, string]>([
    ['opened a hundred thousand times and never closed', '['.repeat(100_000), 400, 'body.notJson'],
    ['of 10 MB', ticket(`,"x":"${'y'.repeat(10_000_000)}"`), 413, 'body.tooLarge'],
  ])('a body %s is refused', async (_, body, status, code) => {
    expect((await post(body)).body).toMatchObject({ status, code });
  });

  test('a cursor of another list, of another filter, or cut short is refused by its name', async () => {
    for (let i = 0; i < 2; i++) expect((await post(ticket(''))).status).toBe(201);
    const created = await post(ticket(''));
    const first = await running.server.call('GET', `/tickets?limit=1&after=${created.body['position'] as string}`);
    const cursor = first.body['nextCursor'] as string;
    expect((await running.server.call('GET', `/tickets?limit=1&cursor=${cursor}`)).status).toBe(200);
    for (const path of [`/agents?cursor=${cursor}`, `/tickets?status=open&cursor=${cursor}`, `/tickets?cursor=${cursor.slice(0, -3)}`]) {
      const { status, body } = await running.server.call('GET', path);
      expect({ path, status, field: body['field'] }).toEqual({ path, status: 400, field: 'cursor' });
    }
  });

  test('a position of another store is refused by its name', async () => {
    for (const position of ['0'.repeat(41), 'C:1/P:1', '-1', '%20']) {
      const { status, body } = await running.server.call('GET', `/tickets?after=${position}`);
      expect({ position, status, field: body['field'] }).toEqual({ position, status: 400, field: 'after' });
    }
  });

  test('after all of that it answers as before, and its log has no complaint', async () => {
    expect((await running.server.call('GET', '/tickets')).status).toBe(200);
    expect(running.server.output()).not.toMatch(/"level":"(error|warn)"/);
  });
});
