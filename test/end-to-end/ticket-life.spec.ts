import { pairs } from './pairs.js';
import { describeServer } from './running-server.js';
import type { Reply } from './docket-process.js';

const NEW_TICKET = {
  subject: 'VPN drops every ten minutes',
  description: 'Since the update this morning.',
  requester: { name: 'Ada Byron', email: 'ada@example.com', department: 'Research' },
  priority: 'P3',
  tags: ['vpn'],
};

describeServer('a ticket’s life over REST', pairs, (running) => {
  const open = async (changes: object = {}): Promise<Record<string, unknown>> => {
    const reply = await running.server.call('POST', '/tickets', { ...NEW_TICKET, ...changes });
    expect(reply).toMatchObject({ status: 201 });
    return reply.body;
  };
  const items = (reply: Reply): Record<string, unknown>[] => reply.body['items'] as Record<string, unknown>[];

  test('opening one answers 201 with Location, ETag and the whole ticket, and both of its names lead to it', async () => {
    const reply = await running.server.call('POST', '/tickets', NEW_TICKET);
    const { id, number } = reply.body as { id: string; number: string };
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/api/v1/tickets/${id}`);
    expect(reply.headers.get('etag')).toBe('"0"');
    expect(number).toMatch(/^\d{8}-\d{3,}$/);
    expect(reply.body).toMatchObject({
      status: 'new',
      priority: 'P3',
      tags: ['vpn'],
      revision: 0,
      requester: { name: 'Ada Byron', email: 'ada@example.com' },
    });

    const after = `after=${String(reply.body['position'])}`;
    for (const name of [id, number]) {
      const read = await running.server.call('GET', `/tickets/${name}?${after}`);
      expect(read).toMatchObject({ status: 200, body: reply.body });
    }
  });

  test('two tickets of one address have one requester, whatever the case of its letters', async () => {
    const first = await open();
    const second = await open({ requester: { name: 'A. Byron', email: 'Ada@Example.COM' } });
    expect(second['requester']).toMatchObject({ id: (first['requester'] as { id: string }).id, name: 'Ada Byron' });
  });

  test('the same Idempotency-Key does it once and answers the same; with another body it is 422', async () => {
    const headers = { 'idempotency-key': 'open-once' };
    const first = await running.server.call('POST', '/tickets', NEW_TICKET, headers);
    const again = await running.server.call('POST', '/tickets', NEW_TICKET, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    const other = await running.server.call('POST', '/tickets', { ...NEW_TICKET, subject: 'Another' }, headers);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.payloadDiffers' } });
  });

  test('a command pinned to a revision that has passed is 412; unpinned it is decided on what is there', async () => {
    const { id } = await open();
    const pinned = { 'if-match': '"0"' };
    expect(await running.server.call('POST', `/tickets/${String(id)}/status`, { status: 'open' }, pinned)).toMatchObject({
      status: 200,
      body: { revision: 1 },
    });
    const late = await running.server.call('POST', `/tickets/${String(id)}/triage`, { priority: 'P1' }, pinned);
    expect(late).toMatchObject({ status: 412, body: { code: 'revision.mismatch' } });
    expect(await running.server.call('POST', `/tickets/${String(id)}/triage`, { priority: 'P1' })).toMatchObject({
      status: 200,
      body: { priority: 'P1' },
    });
  });

  test('its history has every event with actor and digest, and it can be seen as it was at any revision or instant', async () => {
    const { id, createdAt } = await open();
    const path = `/tickets/${String(id)}`;
    const opened = await running.server.call('POST', `${path}/status`, { status: 'open' });
    const resolved = await running.server.call('POST', `${path}/status`, { status: 'resolved', reason: 'cable changed' });
    const history = items(await running.server.call('GET', `${path}/history`));
    expect(history.map(({ revision, type }) => [revision, type])).toEqual([
      [0, 'TicketCreated'],
      [1, 'TicketStatusChanged'],
      [2, 'TicketStatusChanged'],
    ]);
    for (const entry of history)
      expect(entry).toMatchObject({ actor: { kind: 'agent' }, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
    expect((await running.server.call('GET', `${path}?revision=1`)).body).toMatchObject({ status: 'open', revision: 1 });
    expect((await running.server.call('GET', `${path}?at=${String(opened.body['updatedAt'])}`)).body).toMatchObject({ status: 'open' });
    expect((await running.server.call('GET', `${path}?at=${String(createdAt)}&axis=occurred`)).body['status']).not.toBe('resolved');
    const timeline = items(await running.server.call('GET', `${path}/timeline?after=${String(resolved.body['position'])}`));
    expect(timeline).toHaveLength(3);
  });

  test('a position beyond the log is 503 with Retry-After; a malformed one is 400', async () => {
    const { position } = await open();
    const beyond = await running.server.call('GET', `/tickets?after=${String(position).replace(/^0000./, '00009')}`);
    expect(beyond.status).toBe(503);
    expect(Number(beyond.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await running.server.call('GET', '/tickets?after=yesterday')).toMatchObject({ status: 400 });
  });

  test('lists are filtered by any combination, in pages that name the next one', async () => {
    const tag = 'paged';
    const opened = [];
    for (let i = 0; i < 5; i++) opened.push(await open({ tags: [tag], priority: i % 2 ? 'P1' : 'P2' }));
    const after = `after=${String(opened.at(-1)?.['position'])}`;
    const first = await running.server.call('GET', `/tickets?tag=${tag}&priority=P2&limit=2&${after}`);
    const second = await running.server.call('GET', `/tickets?tag=${tag}&priority=P2&limit=2&cursor=${String(first.body['nextCursor'])}`);
    const ids = [...items(first), ...items(second)].map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(opened.filter(({ priority }) => priority === 'P2').map(({ id }) => id)));
    expect(items(first)[0]).toMatchObject({ requester: { name: 'Ada Byron' } });
    const foreign = await running.server.call('GET', `/tickets?tag=other&cursor=${String(first.body['nextCursor'])}`);
    expect(foreign).toMatchObject({ status: 400 });
  });

  test('an agent who is assigned finds the ticket, a team has its members, and the shipped queues count', async () => {
    const agent = (await running.server.call('POST', '/agents', { login: 'grace', name: 'Grace Hopper' })).body;
    expect(await running.server.call('POST', '/agents', { login: 'Grace', name: 'Another' })).toMatchObject({
      status: 409,
      body: { code: 'login.taken' },
    });
    const team = (await running.server.call('POST', '/teams', { name: 'Network', members: [agent['id']] })).body;
    const { id } = await open();
    const assigned = await running.server.call('POST', `/tickets/${String(id)}/assignment`, { agentId: agent['id'], teamId: team['id'] });
    expect(assigned.body['assignee']).toEqual({ agentId: agent['id'], teamId: team['id'] });
    const after = `after=${String(assigned.body['position'])}`;
    expect(
      items(await running.server.call('GET', `/tickets?assignee=${String(agent['id'])}&${after}`)).map((ticket) => ticket['id']),
    ).toEqual([id]);
    const unknown = await running.server.call('POST', `/tickets/${String(id)}/assignment`, {
      agentId: '00000000-0000-4000-8000-000000000000',
    });
    expect(unknown.status).toBeGreaterThanOrEqual(400);
    expect(unknown.body).toMatchObject({ field: 'agentId' });

    const queues = items(await running.server.call('GET', '/queues'));
    expect(queues.length).toBeGreaterThanOrEqual(6);
    const unassigned = queues.find(({ name }) => name === 'Unassigned');
    const listed = items(await running.server.call('GET', `/queues/${String(unassigned?.['id'])}/tickets?limit=100`));
    expect(listed).toHaveLength(unassigned?.['count'] as number);
    expect(listed.map((ticket) => ticket['id'])).not.toContain(id);
  });

  test('a customer is shown with the tickets, and the report counts what was opened and resolved', async () => {
    const { id, requester } = await open({ requester: { name: 'No address' } });
    const resolved = await running.server.call('POST', `/tickets/${String(id)}/status`, { status: 'resolved' });
    const after = `after=${String(resolved.body['position'])}`;
    const customer = await running.server.call('GET', `/customers/${(requester as { id: string }).id}?${after}`);
    expect(customer).toMatchObject({ status: 200, body: { name: 'No address', tickets: { items: [{ id }] } } });
    const report = await running.server.call('GET', `/analytics/volume?by=day&${after}`);
    const [today] = report.body['rows'] as { created: number; resolved: number }[];
    expect(today?.created).toBeGreaterThan(0);
    expect(today?.resolved).toBeGreaterThan(0);
  });

  test('what it knew is there after a restart', async () => {
    const ticket = await open();
    expect(await running.restart()).toBe(0);
    const read = await running.server.call('GET', `/tickets/${String(ticket['id'])}?after=${String(ticket['position'])}`);
    expect(read.body).toEqual(ticket);
  }, 60_000);
});
