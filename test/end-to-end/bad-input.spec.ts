import { TOKEN } from './docket-process.js';
import { pairs } from './pairs.js';
import { describeServer } from './running-server.js';

describeServer('bad input', pairs, (running) => {
  const raw = (path: string, init: RequestInit) =>
    fetch(`${running.server.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers },
    });
  const ticket = (changes: object) => ({ subject: 'S', description: 'D', requester: { name: 'N' }, ...changes });

  const BODIES: readonly [string, object, string][] = [
    ['a wrong type', ticket({ subject: 7 }), 'subject'],
    ['a missing field', { description: 'D', requester: { name: 'N' } }, 'subject'],
    ['an unknown field', ticket({ subjekt: 'S' }), 'subjekt'],
    ['an unknown field deep inside', ticket({ requester: { name: 'N', fax: '1' } }), 'requester.fax'],
    ['an unknown priority', ticket({ priority: 'high' }), 'priority'],
    ['a date that is none', ticket({ occurredAt: 'yesterday' }), 'occurredAt'],
    ['a date in the future', ticket({ occurredAt: '2999-01-01T00:00:00.000Z' }), 'occurredAt'],
    ['an address that is none', ticket({ requester: { name: 'N', email: 'nobody' } }), 'requester.email'],
    ['a subject too long', ticket({ subject: 'x'.repeat(10_000) }), 'subject'],
  ];
  test.each(BODIES)('%s is refused with the name of the field', async (_, body, field) => {
    const reply = await running.server.call('POST', '/tickets', body);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    const { field: first, errors = [] } = reply.body as { field?: string; errors?: { field: string }[] };
    expect([first, ...errors.map((error) => error.field)]).toContain(field);
  });

  const PATHS: readonly [string, string, number, string][] = [
    ['an unknown query parameter', '/tickets?colour=red', 400, 'colour'],
    ['a limit of nothing', '/tickets?limit=0', 400, 'limit'],
    ['a limit beyond the largest page', '/tickets?limit=101', 400, 'limit'],
    ['a cursor that is none', '/tickets?cursor=abc', 400, 'cursor'],
    ['a revision that is none', '/tickets/20200101-001?revision=first', 400, 'revision'],
    ['an instant that is none', '/tickets/20200101-001?at=noon', 400, 'at'],
    ['an unknown ticket', '/tickets/20200101-001', 404, 'ticket.notFound'],
    ['an unknown report', '/analytics/wishes', 404, ''],
    ['an unknown road', '/nowhere', 404, ''],
  ];
  test.each(PATHS)('%s is a clear no', async (_, path, status, named) => {
    const reply = await running.server.call('GET', path);
    expect(reply).toMatchObject({ status, body: { status, code: expect.any(String) as unknown, title: expect.any(String) as unknown } });
    expect(reply.text).toContain(named);
  });

  test('JSON that is broken, a body of another type, and one that is too large are told apart', async () => {
    const broken = await raw('/api/v1/tickets', { method: 'POST', body: '{"subject":' });
    expect(broken.status).toBe(400);
    const typed = await raw('/api/v1/tickets', {
      method: 'POST',
      body: 'subject=S',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(typed.status).toBe(415);
    const large = await raw('/api/v1/tickets', { method: 'POST', body: JSON.stringify(ticket({ description: 'x'.repeat(2_000_000) })) });
    expect(large.status).toBe(413);
    for (const reply of [broken, typed, large]) expect(reply.headers.get('content-type')).toContain('application/problem+json');
  });

  test('a method that a road does not have is 405 and names those that it has', async () => {
    const reply = await raw('/api/v1/tickets', { method: 'DELETE', headers: {} });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toContain('POST');
  });

  test('without a token, or with a wrong one, it is 401', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Basic YTpi']) {
      const reply = await raw('/api/v1/tickets', { headers: { authorization } });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  test('health, metrics and the documentation need none', async () => {
    for (const path of ['/', '/health', '/health/live', '/health/ready', '/metrics', '/docs', '/docs/openapi.json']) {
      expect({ path, status: (await fetch(`${running.server.url}${path}`)).status }).toEqual({ path, status: 200 });
    }
  });
});
