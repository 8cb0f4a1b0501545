import 'reflect-metadata';
import { type Caller } from '@docket/access';
import { ServerInMemory } from '@docket/gateway/testing';
import { people } from '@docket/people';
import { workflow } from '@docket/workflow';
import { tickets } from './index.js';

/** Stands in everything that is said inside, and in nothing else. */
const INSIDE = 'INSIDE';
/** Stands in everything that a person wrote or that says who asks. */
const PRIVATE = 'PRIVATE';

/** Many calls one after the other, on machines where others compute, too. */
const PREPARING_MS = 60_000;

describe('one ticket, seen by several', () => {
  let server: ServerInMemory;
  let id: string;
  let number: string;
  let requester: Caller;
  let stranger: Caller;
  const analyst: Caller = { actor: { kind: 'agent', id: '018f9c7e-0000-7000-8000-0000000000aa' }, roles: ['analyst'] };

  const post = async (path: string, body: object, caller?: Caller) => server.ask('POST', path, { body, ...(caller ? { caller } : {}) });

  beforeAll(async () => {
    server = await ServerInMemory.start([people, workflow, tickets]);
    const opened = await post('/tickets', {
      subject: `${PRIVATE} parcel late`,
      description: `${PRIVATE} still not here`,
      impactText: `${PRIVATE} no work`,
      environment: `${PRIVATE} Windows`,
      requester: { name: `${PRIVATE} Customer`, email: `${PRIVATE}@example.com`, phone: PRIVATE, department: PRIVATE },
      tags: [INSIDE],
      customFields: { note: `${PRIVATE} ${INSIDE}` },
    });
    id = opened['id'] as string;
    number = opened['number'] as string;
    requester = { actor: { kind: 'requester', id: (opened['requester'] as { id: string }).id }, roles: ['requester'] };
    stranger = { actor: { kind: 'requester', id: '018f9c7e-0000-7000-8000-0000000000cc' }, roles: ['requester'] };
    await post(`/tickets/${id}/comments`, { body: `${PRIVATE} ${INSIDE}`, visibility: 'internal', to: ['a@inside.example'] });
    await post(`/tickets/${id}/comments`, { body: `${PRIVATE} it comes tomorrow`, visibility: 'public', cc: ['inside@example.com'] });
    await post(`/tickets/${id}/triage`, { impact: 1, urgency: 1, reason: `${PRIVATE} ${INSIDE}` });
    const [agent] = (await server.ask('GET', `/agents?after=${await server.head()}`))['items'] as { id: string }[];
    await post(`/tickets/${id}/assignment`, { agentId: agent?.id, reason: `${PRIVATE} ${INSIDE}` });
    await post(`/tickets/${id}/fields`, { key: 'site', value: `${PRIVATE} ${INSIDE}` });
    await post(`/tickets/${id}/status`, {
      status: 'resolved',
      reason: `${PRIVATE} ${INSIDE}`,
      resolution: { kind: 'fixed', solution: `${PRIVATE} found`, cause: `${PRIVATE} ${INSIDE}`, causeCode: INSIDE },
    });
  }, PREPARING_MS);
  afterAll(() => server.stop());

  /** Every road by which a ticket can be read. */
  const roads = async (caller: Caller) => {
    const after = `after=${await server.head()}`;
    const paths = [
      `/tickets?${after}`,
      `/tickets?sort=priority&${after}`,
      `/tickets/${id}?${after}`,
      `/tickets/${number}?${after}`,
      ...[0, 1, 2, 3, 4, 5, 6].map((revision) => `/tickets/${id}?revision=${revision}&${after}`),
      `/tickets/${id}?at=2100-01-01T00:00:00Z&${after}`,
      `/tickets/${id}?at=2100-01-01T00:00:00Z&axis=occurred&${after}`,
      `/tickets/${id}/history?${after}`,
      `/tickets/${number}/history?${after}`,
      `/tickets/${id}/timeline?${after}`,
      `/tickets/${number}/timeline?limit=1&${after}`,
    ];
    return Promise.all(paths.map(async (path) => ({ path, ...(await server.call('GET', path, { caller })) })));
  };

  test('whoever sees all sees both', async () => {
    const administrator: Caller = { actor: analyst.actor, roles: ['administrator'] };
    const all = (await roads(administrator)).map(({ text }) => text);
    expect(all.filter((text) => text.includes(INSIDE)).length).toBeGreaterThan(all.length / 2);
    expect(all.every((text) => text.includes(PRIVATE))).toBe(true);
  });

  test('what is said inside reaches the requester by no road', async () => {
    for (const { path, status, text } of await roads(requester)) {
      expect({ path, status }).toEqual({ path, status: 200 });
      expect({ path, text: text.toLowerCase() }).not.toEqual({ path, text: expect.stringContaining(INSIDE.toLowerCase()) as string });
    }
  });

  test('the requester sees what is public, and how much of that there is', async () => {
    const ticket = await server.ask('GET', `/tickets/${id}?after=${await server.head()}`, { caller: requester });
    expect(ticket).toMatchObject({
      id,
      number,
      subject: `${PRIVATE} parcel late`,
      status: 'resolved',
      commentCount: 1,
      resolution: { kind: 'fixed', solution: `${PRIVATE} found` },
    });
    const history = (await server.ask('GET', `/tickets/${id}/history`, { caller: requester }))['items'] as { type: string }[];
    expect(history.map(({ type }) => type)).toEqual(['TicketCreated', 'TicketCommented', 'TicketTriaged', 'TicketStatusChanged']);
    const timeline = (await server.ask('GET', `/tickets/${id}/timeline`, { caller: requester }))['items'] as { kind: string }[];
    expect(timeline.map(({ kind }) => kind)).toEqual(['created', 'commented', 'triaged', 'statusChanged']);
  });

  test('somebody else’s ticket is answered like one that is not there', async () => {
    const nothing = await server.call('GET', '/tickets/018f9c7e-0000-7000-8000-0000000000dd', { caller: stranger });
    for (const { path, status, body } of await roads(stranger)) {
      if (path.startsWith('/tickets?')) expect(body).toEqual({ items: [] });
      else
        expect({ path, status, code: body['code'], detail: body['detail'] }).toEqual({
          path,
          status: 404,
          code: nothing.body['code'],
          detail: nothing.body['detail'],
        });
    }
  });

  test('no command of somebody else’s requester reaches it, and a foreign ticket is refused like an absent one', async () => {
    const comment = { body: 'hello', visibility: 'public' };
    const foreign = await server.call('POST', `/tickets/${id}/comments`, { caller: stranger, body: comment });
    const absent = await server.call('POST', '/tickets/018f9c7e-0000-7000-8000-0000000000dd/comments', { caller: stranger, body: comment });
    const { instance: _one, ...foreignProblem } = foreign.body;
    const { instance: _other, ...absentProblem } = absent.body;
    expect(foreignProblem).toEqual(absentProblem);
    expect(foreign.status).toBe(404);
  });

  test('nothing that a person wrote or that says who asks reaches an analyst', async () => {
    for (const { path, status, text } of await roads(analyst)) {
      expect({ path, status }).toEqual({ path, status: 200 });
      expect({ path, text: text.toLowerCase() }).not.toEqual({ path, text: expect.stringContaining(PRIVATE.toLowerCase()) as string });
    }
    const ticket = await server.ask('GET', `/tickets/${id}`, { caller: analyst });
    expect(ticket).toMatchObject({ number, status: 'resolved', priority: 'P1', tags: [INSIDE], commentCount: 2 });
  });

  test.each([
    ['assignee=none', 'assignee'],
    ['team=none', 'team'],
    [`tag=${INSIDE}`, 'tag'],
    ['cf=site:x', 'cf'],
  ])('a requester can’t find out by ?%s what is not seen', async (query, field) => {
    const { status, body } = await server.call('GET', `/tickets?${query}`, { caller: requester });
    expect({ status, code: body['code'], field: body['field'] }).toEqual({ status: 403, code: 'filter.notSeen', field });
  });

  test('an analyst can’t find out by ?cf= what a person wrote', async () => {
    expect((await server.call('GET', '/tickets?cf=site:x', { caller: analyst })).body).toMatchObject({
      code: 'filter.notSeen',
      field: 'cf',
    });
    expect((await server.call('GET', `/tickets?tag=${INSIDE}`, { caller: analyst })).status).toBe(200);
  });
});

describe('a requester', () => {
  let server: ServerInMemory;
  let requester: Caller;
  beforeAll(async () => {
    server = await ServerInMemory.start([people, workflow, tickets]);
    const { id } = await server.ask('POST', '/customers', { body: { name: 'Customer A', email: 'customer.a@example.com' } });
    requester = { actor: { kind: 'requester', id: id as string }, roles: ['requester'] };
  });
  afterAll(() => server.stop());

  const open = { subject: 'Parcel late', description: 'Still not here', requester: {} };

  test('opens tickets of the requester’s own and speaks in them', async () => {
    const opened = await server.call('POST', '/tickets', { caller: requester, body: open });
    expect(opened).toMatchObject({ status: 201, body: { requesterId: requester.actor.id, commentCount: 0 } });
    expect(opened.body).not.toHaveProperty('assignee');
    const answer = await server.call('POST', `/tickets/${opened.body['id'] as string}/comments`, {
      caller: requester,
      body: { body: 'Any news?', visibility: 'public' },
    });
    expect(answer).toMatchObject({ status: 200, body: { commentCount: 1 } });
    const { items } = await server.ask('GET', `/tickets?after=${answer.body['position'] as string}`, { caller: requester });
    expect(items).toMatchObject([{ id: opened.body['id'], requester: { name: 'Customer A' } }]);
  });

  test.each([
    [{ ...open, requester: { email: 'other@example.com' } }, 'requester.notYou', 'requester'],
    [{ ...open, requester: { id: '018f9c7e-0000-7000-8000-0000000000cc' } }, 'requester.notYou', 'requester'],
    [{ ...open, priority: 'P1' }, 'field.notForRequesters', 'priority'],
    [{ ...open, tags: ['vip'] }, 'field.notForRequesters', 'tags'],
    [{ ...open, occurredAt: '2024-05-20T00:00:00Z' }, 'field.notForRequesters', 'occurredAt'],
  ])('is refused %j', async (body, code, field) => {
    const answer = await server.call('POST', '/tickets', { caller: requester, body });
    expect({ status: answer.status, code: answer.body['code'], field: answer.body['field'] }).toEqual({ status: 403, code, field });
  });

  test('is told how it is named itself: by an empty requester', async () => {
    const answer = await server.call('POST', '/tickets', { caller: requester, body: { ...open, requester: { name: 'Customer A' } } });
    expect(answer.body['detail']).toBe('a requester opens tickets for nobody else: give an empty requester, {}');
  });

  test('writes no internal note and speaks for nobody else', async () => {
    const { id } = await server.ask('POST', '/tickets', { caller: requester, body: open });
    const say = (body: object) => server.call('POST', `/tickets/${id as string}/comments`, { caller: requester, body });
    expect((await say({ body: 'x', visibility: 'internal' })).body).toMatchObject({ status: 403, code: 'visibility.notForRequesters' });
    expect(
      (await say({ body: 'x', visibility: 'public', author: { kind: 'system', id: '018f9c7e-0000-7000-8000-0000000000cc' } })).body,
    ).toMatchObject({
      status: 403,
      code: 'field.notForRequesters',
      field: 'author',
    });
  });
});
