import 'reflect-metadata';
import type { Caller } from '@docket/access';
import { ServerInMemory, TEST_CALLER } from '@docket/gateway/testing';
import { ADMINISTRATOR, people } from '@docket/people';
import { workflow } from '@docket/workflow';
import { tickets } from './capability.js';
import { HISTORY_LIMIT_MAX } from './domain/limits.js';

type Body = Readonly<Record<string, unknown>>;
const itemsOf = (body: Body) => body['items'] as readonly Body[];
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
};
const NOBODY = '018f9c7e-0000-7000-8000-00000000ffff';
const parcel = { subject: 'Parcel late', description: 'Still not here', requester: { name: 'Customer A', email: 'a@example.com' } };

let server: ServerInMemory;
let administrator: string;
beforeAll(async () => {
  server = await ServerInMemory.start([people, workflow, tickets]);
  administrator = server.log.identities.shipped(ADMINISTRATOR);
});
afterAll(() => server.stop());

/** The ticket after a command. */
const post = (path: string, body: object) => server.ask('POST', path, { body });
const open = (fields: object = {}) => post('/tickets', { ...parcel, ...fields });
const refused = async (path: string, body: object) => {
  const answer = await server.call('POST', path, { body });
  return { status: answer.status, code: answer.body['code'], field: answer.body['field'] };
};

describe('a ticket', () => {
  test('is answered as the read model shows it, its requester included, at the address that the answer names', async () => {
    const made = await server.call('POST', '/tickets', { body: { ...parcel, priority: 'P2', tags: ['parcel'] } });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/v1/tickets/${text(made.body['id'])}`);
    expect(made.body).toMatchObject({
      status: 'new',
      priority: 'P2',
      assignee: {},
      tags: ['parcel'],
      revision: 0,
      requester: { name: 'Customer A', email: 'a@example.com' },
    });
    const seen = await server.call('GET', `/tickets/${text(made.body['id'])}?after=${text(made.body['position'])}`);
    expect(seen.headers.get('etag')).toBe('"0"');
    expect(seen.body).toEqual(made.body);
    expect((await server.call('GET', `/tickets/${text(made.body['number'])}`)).body).toEqual(made.body);
  });

  test('goes its way, and each answer is the ticket after the command', async () => {
    const { id } = await open();
    expect(await post(`/tickets/${text(id)}/assignment`, { agentId: administrator })).toMatchObject({
      assignee: { agentId: administrator },
      revision: 1,
    });
    expect(await post(`/tickets/${text(id)}/triage`, { impact: 'high', urgency: 'high' })).toMatchObject({
      priority: 'P1',
      basis: 'matrix',
    });
    expect(await post(`/tickets/${text(id)}/status`, { status: 'open' })).toMatchObject({ status: 'open' });
    expect(await post(`/tickets/${text(id)}/comments`, { body: 'Tomorrow', visibility: 'public' })).toMatchObject({ commentCount: 1 });
    expect(await post(`/tickets/${text(id)}/fields`, { key: 'site', value: 'hcm' })).toMatchObject({ customFields: { site: 'hcm' } });
    const resolved = await post(`/tickets/${text(id)}/status`, { status: 'resolved', resolution: { kind: 'fixed' } });
    expect(resolved).toMatchObject({ status: 'resolved', resolution: { kind: 'fixed' }, revision: 6, requester: { name: 'Customer A' } });
    expect(await server.ask('GET', `/tickets/${text(id)}?after=${text(resolved['position'])}`)).toEqual(resolved);
  });

  test('is refused with a code, and with the field that it is about', async () => {
    const { id } = await open();
    const at = `/tickets/${text(id)}`;
    expect(await refused(`${at}/status`, { status: 'shipped' })).toEqual({ status: 422, code: 'status.unknown', field: 'status' });
    expect(await refused(`${at}/assignment`, { agentId: NOBODY })).toEqual({ status: 422, code: 'agent.notFound', field: 'agentId' });
    expect(await refused('/tickets', { ...parcel, requester: { id: NOBODY } })).toMatchObject({ status: 422, code: 'requester.notFound' });
    expect(await refused('/tickets', { ...parcel, occurredAt: '2030-01-01T00:00:00Z' })).toMatchObject({
      status: 400,
      code: 'occurredAt.future',
    });
    await post(`${at}/status`, { status: 'closed' });
    expect(await refused(`${at}/triage`, { priority: 'P1' })).toMatchObject({ status: 409, code: 'ticket.closed' });
    expect(await refused(`${at}/status`, { status: 'resolved' })).toMatchObject({ status: 409, code: 'transition.notAllowed' });
    expect(await refused(`/tickets/${NOBODY}/status`, { status: 'open' })).toMatchObject({ status: 404, code: 'ticket.notFound' });
  });

  test('keeps the name, address and telephone of who asks out of every stream but the customer’s', async () => {
    const requester = { name: 'Ottilie Quax', email: 'ottilie.quax@example.com', phone: '0555-77129', department: 'Quaxery' };
    await open({ requester });
    for (const detail of Object.values(requester)) {
      const holders = (await server.log.events()).filter((event) => JSON.stringify(event).includes(detail));
      expect(holders.map(({ type }) => type)).toEqual(['CustomerRegistered']);
    }
  });

  test('of a requester who is known by address is the same person’s, with what is known now', async () => {
    const first = await open({ requester: { email: 'known@example.com' } });
    const second = await open({ requester: { name: 'Known', email: 'Known@Example.com' } });
    expect(second['requesterId']).toBe(first['requesterId']);
    const seen = await server.ask('GET', `/tickets/${text(first['id'])}?after=${await server.head()}`);
    expect(seen['requester']).toEqual({ id: first['requesterId'], name: 'Known', email: 'known@example.com' });
    const byId = await open({ requester: { id: first['requesterId'] } });
    expect(byId['requester']).toEqual(seen['requester']);
  });

  test('that is not there is not found; an address that is none is told so', async () => {
    for (const path of [NOBODY, '19700101-001', `${NOBODY}/history`, `${NOBODY}/timeline`, '19700101-001/history', '19700101-001/timeline'])
      expect(await server.call('GET', `/tickets/${path}`)).toMatchObject({ status: 404, body: { code: 'ticket.notFound' } });
    expect(await server.call('GET', '/tickets/parcel')).toMatchObject({ status: 400, body: { field: 'id' } });
  });
});

describe('a ticket as it was', () => {
  test('after a revision, or at a moment of either time', async () => {
    const { id } = await open({ occurredAt: '2024-05-20T06:00:00Z' });
    const at = `/tickets/${text(id)}`;
    await post(`${at}/status`, { status: 'open', occurredAt: '2024-05-20T06:30:00Z' });
    const { recordedAt } = itemsOf(await server.ask('GET', `${at}/history`))[1] ?? {};
    const status = async (query: string) => (await server.ask('GET', `${at}?${query}`))['status'];
    expect(await status('revision=0')).toBe('new');
    expect(await status('revision=1')).toBe('open');
    expect(await status('at=2024-05-20T06:29:59Z&axis=occurred')).toBe('new');
    expect(await status('at=2024-05-20T06:30:00Z&axis=occurred')).toBe('open');
    expect(await status(`at=${text(recordedAt)}`)).toBe('open');
    expect(await server.ask('GET', `${at}?revision=0`)).toMatchObject({ revision: 0, requester: { name: 'Customer A' } });

    for (const [query, then] of [
      ['revision=2', 'it has no revision 2'],
      ['at=2024-05-20T06:30:00Z', 'it was not there yet at 2024-05-20T06:30:00.000Z'],
      ['at=2024-05-20T05:00:00Z&axis=occurred', 'it was not there yet at 2024-05-20T05:00:00.000Z'],
    ])
      expect(await server.call('GET', `${at}?${query}`)).toMatchObject({
        status: 404,
        body: { code: 'ticket.notFound', detail: `there is no such ticket, or ${then}` },
      });
    for (const query of ['revision=0&at=2024-05-20T06:30:00Z', 'axis=occurred'])
      expect(await server.call('GET', `${at}?${query}`)).toMatchObject({ status: 400, body: { code: 'moment.unclear' } });
    expect(await server.call('GET', `${at}?at=9999-12-31T23:59:59-12:00`)).toMatchObject({
      status: 400,
      body: { code: 'moment.unclear', field: 'at', detail: 'at is no moment' },
    });
    for (const query of ['revision=-1', 'revision=x', 'at=yesterday', 'at=2024-05-20T06Z', 'at=2024-05-20T06:30:00Z&axis=imagined'])
      expect(await server.call('GET', `${at}?${query}`)).toMatchObject({ status: 400, body: { code: 'input.invalid' } });
  });
});

describe('the history of a ticket', () => {
  test('a page of it holds as many events as are allowed; one more is refused', async () => {
    const { id } = await open();
    const page = (limit: number) => server.call('GET', `/tickets/${text(id)}/history?limit=${limit}`);
    expect((await page(HISTORY_LIMIT_MAX)).status).toBe(200);
    expect((await page(HISTORY_LIMIT_MAX + 1)).body).toMatchObject({
      status: 400,
      field: 'limit',
      detail: `limit must not be greater than ${HISTORY_LIMIT_MAX}`,
    });
  });

  test('is every event, with what it changed, who did it, and its digest', async () => {
    const { id, number } = await open({ priority: 'P2' });
    await post(`/tickets/${text(id)}/assignment`, { agentId: administrator });
    const commented = await post(`/tickets/${text(id)}/comments`, { body: 'Tomorrow', visibility: 'public' });
    const history = itemsOf(await server.ask('GET', `/tickets/${text(id)}/history`));
    expect(history.map(({ revision, type }) => [revision, type])).toEqual([
      [0, 'TicketCreated'],
      [1, 'TicketAssigned'],
      [2, 'TicketCommented'],
    ]);
    expect(history[0]?.['changes']).toContainEqual({ field: 'priority', from: null, to: 'P2' });
    expect(history[1]).toMatchObject({
      changes: [{ field: 'assignee.agentId', from: null, to: administrator }],
      actor: TEST_CALLER.actor,
      via: 'rest',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(history[2]).toMatchObject({ comment: { body: 'Tomorrow', visibility: 'public' }, position: commented['position'] });
    expect(itemsOf(await server.ask('GET', `/tickets/${text(number)}/history?after=${await server.head()}`))).toEqual(history);
  });

  test('knows what was added since it was told', async () => {
    const { id } = await open();
    const revisions = async () => itemsOf(await server.ask('GET', `/tickets/${text(id)}/history`)).map(({ revision }) => revision);
    expect(await revisions()).toEqual([0]);
    await Promise.all([1, 2, 3].map((body) => post(`/tickets/${text(id)}/comments`, { body: `${body}`, visibility: 'internal' })));
    expect(await Promise.all([revisions(), revisions()])).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  test('is paged, from the events that are told already into those that are not', async () => {
    const { id } = await open();
    const page = async (query: string) => {
      const { items, nextCursor } = await server.ask('GET', `/tickets/${text(id)}/history?${query}`);
      return { revisions: (items as readonly Body[]).map(({ revision }) => revision), nextCursor };
    };
    for (const body of ['1', '2']) await post(`/tickets/${text(id)}/comments`, { body, visibility: 'internal' });
    const first = await page('limit=2');
    expect(first).toEqual({ revisions: [0, 1], nextCursor: expect.any(String) as unknown });
    await post(`/tickets/${text(id)}/comments`, { body: '3', visibility: 'internal' });
    expect(await page(`limit=2&cursor=${text(first.nextCursor)}`)).toEqual({ revisions: [2, 3] });
    const second = await page(`limit=1&cursor=${text(first.nextCursor)}`);
    expect(await page(`limit=3&cursor=${text(second.nextCursor)}`)).toEqual({ revisions: [3] });
    for (const query of ['limit=0', 'limit=501', 'cursor='])
      expect(await server.call('GET', `/tickets/${text(id)}/history?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'input.invalid' },
      });
  });
});

test('the history and the timeline of a ticket are paged by its number as by its id', async () => {
  const { id, number } = await open();
  for (const body of ['1', '2']) await post(`/tickets/${text(id)}/comments`, { body, visibility: 'internal' });
  const after = `after=${await server.head()}`;
  for (const list of ['history', 'timeline']) {
    const pages = async (name: unknown) => {
      const first = await server.ask('GET', `/tickets/${text(name)}/${list}?limit=2&${after}`);
      const second = await server.ask('GET', `/tickets/${text(name)}/${list}?limit=2&cursor=${text(first['nextCursor'])}`);
      return [...itemsOf(first), ...itemsOf(second)].map(({ revision }) => revision);
    };
    expect(await pages(id)).toEqual([0, 1, 2]);
    expect(await pages(number)).toEqual([0, 1, 2]);
  }
});

describe('the timeline of a ticket', () => {
  test('is what happened to it and to no other, page by page', async () => {
    const { id } = await open();
    const other = await open();
    await post(`/tickets/${text(id)}/status`, { status: 'open', reason: 'on it' });
    await post(`/tickets/${text(other['id'])}/status`, { status: 'closed' });
    await post(`/tickets/${text(id)}/comments`, { body: 'Tomorrow', visibility: 'public' });
    const first = await server.ask('GET', `/tickets/${text(id)}/timeline?limit=2&after=${await server.head()}`);
    const second = await server.ask('GET', `/tickets/${text(id)}/timeline?limit=2&cursor=${text(first['nextCursor'])}`);
    expect([...itemsOf(first), ...itemsOf(second)]).toMatchObject([
      { kind: 'created', ticketId: id },
      { kind: 'statusChanged', changes: [{ field: 'status', from: 'new', to: 'open' }], details: { reason: 'on it' } },
      { kind: 'commented', comment: { body: 'Tomorrow' } },
    ]);
    expect(second).not.toHaveProperty('nextCursor');
  });
});

test('tickets are changed by those who work on them, and read by auditors too', async () => {
  const auditor: Caller = { actor: { kind: 'agent', id: NOBODY }, roles: ['auditor'] };
  expect((await server.call('POST', '/tickets', { body: parcel, caller: auditor })).status).toBe(403);
  expect((await server.call('GET', '/tickets', { caller: auditor })).status).toBe(200);
  expect((await server.call('GET', '/tickets', { caller: { ...auditor, roles: [] } })).status).toBe(403);
});
