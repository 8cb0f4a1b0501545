import 'reflect-metadata';
import type { Caller } from '@docket/access';
import { ServerInMemory } from '@docket/gateway/testing';
import type { Called } from '@docket/gateway/testing';
import { TEAMS_OF_AGENT_MAX, people } from '@docket/people';
import { FILTER_VALUES_TOTAL_MAX, tickets } from '@docket/tickets';
import { workflow } from '@docket/workflow';
import { queues } from './capability.js';
import { CreateQueue } from './commands/index.js';
import { queueDecider } from './decider.js';

type Item = Readonly<Record<string, unknown>>;
const itemsOf = (body: Called['body']) => body['items'] as readonly Item[];
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
};

describe('queues over the API', () => {
  let server: ServerInMemory;
  let anna: Caller;
  let bo: Caller;
  let annasTeam: string;

  const made = async (path: string, body: object) => text((await server.ask('POST', path, { body }))['id']);
  const agent = async (name: string): Promise<Caller> => ({
    actor: { kind: 'agent', id: await made('/agents', { name }) },
    roles: ['agent'],
  });
  const ticket = async (subject: string, priority: string, assignee?: object) => {
    const id = await made('/tickets', { subject, description: 'd', requester: { name: 'Customer A', email: 'a@example.com' }, priority });
    if (assignee) await server.ask('POST', `/tickets/${id}/assignment`, { body: assignee });
    return id;
  };
  const counts = async (caller: Caller, filter = '') => {
    const items = itemsOf(await server.ask('GET', `/queues?after=${await server.head()}${filter}`, { caller }));
    return Object.fromEntries(items.map(({ name, count }) => [name, count])) as Record<string, unknown>;
  };
  const subjects = async (queue: string, caller: Caller, parameters = '') => {
    const body = await server.ask('GET', `/queues/${queue}/tickets?after=${await server.head()}${parameters}`, { caller });
    return itemsOf(body).map(({ subject }) => subject);
  };
  const queueId = async (name: string) => {
    const found = itemsOf(await server.ask('GET', `/queues?after=${await server.head()}`)).find((queue) => queue['name'] === name);
    return text(found?.['id']);
  };

  beforeAll(async () => {
    server = await ServerInMemory.start([people, workflow, tickets, queues]);
    anna = await agent('Anna');
    bo = await agent('Bo');
    annasTeam = await made('/teams', { name: 'Network', members: [anna.actor.id] });
    await ticket('nobody’s', 'P3');
    await ticket('Anna’s', 'P1', { agentId: anna.actor.id });
    await ticket('her team’s', 'P2', { teamId: annasTeam });
    const waiting = await ticket('Bo’s, waiting', 'P4', { agentId: bo.actor.id });
    await server.ask('POST', `/tickets/${waiting}/status`, { body: { status: 'pending', reason: 'asked back' } });
    const done = await ticket('done', 'P1', { agentId: bo.actor.id });
    await server.ask('POST', `/tickets/${done}/status`, { body: { status: 'resolved', reason: 'it works' } });
  });
  afterAll(() => server.stop());

  test('six ship, each counting what is in it for whoever asks', async () => {
    expect(await counts(anna)).toEqual({
      Mine: 1,
      'My team’s': 1,
      'P1–P2 open': 2,
      'Recently updated': 5,
      Unassigned: 2,
      Waiting: 1,
    });
    expect(await counts(bo)).toMatchObject({ Mine: 1, 'My team’s': 0, 'P1–P2 open': 2 });
  });

  test('a count says how exact it is', async () => {
    const queue = await server.ask('GET', `/queues/${await queueId('Waiting')}`);
    expect(queue).toMatchObject({ name: 'Waiting', count: 1, countIs: 'exact', countText: '1', revision: 0 });
  });

  test('show their tickets in their order, a page at a time', async () => {
    expect(await subjects(await queueId('Mine'), anna)).toEqual(['Anna’s']);
    expect(await subjects(await queueId('My team’s'), anna)).toEqual(['her team’s']);
    expect(await subjects(await queueId('P1–P2 open'), anna)).toEqual(['Anna’s', 'her team’s']);
    expect(await subjects(await queueId('Unassigned'), anna)).toEqual(['nobody’s', 'her team’s']);

    const recent = await queueId('Recently updated');
    const first = await server.ask('GET', `/queues/${recent}/tickets?limit=2`);
    const second = await server.ask('GET', `/queues/${recent}/tickets?limit=4&cursor=${text(first['nextCursor'])}`);
    expect([...itemsOf(first), ...itemsOf(second)].map(({ subject }) => subject)).toEqual([
      'done',
      'Bo’s, waiting',
      'her team’s',
      'Anna’s',
      'nobody’s',
    ]);
    expect(second).not.toHaveProperty('nextCursor');
  });

  test('are made, changed and archived; a page of an earlier filter has no next one', async () => {
    const id = await made('/queues', { name: 'Pressing', filter: { priority: ['P1'] } });
    expect(await subjects(id, anna)).toEqual(['done', 'Anna’s']);
    const page = await server.ask('GET', `/queues/${id}/tickets?limit=1`);

    const body = { filter: { priority: ['P1'], statusCategory: ['new', 'open', 'paused'] } };
    await server.ask('PATCH', `/queues/${id}`, { body, caller: anna });
    expect(await subjects(id, anna)).toEqual(['Anna’s']);
    const stale = await server.call('GET', `/queues/${id}/tickets?limit=1&cursor=${text(page['nextCursor'])}`);
    expect(stale.status).toBe(400);

    await server.ask('POST', `/queues/${id}/archive`, { body: {} });
    expect(await counts(anna)).not.toHaveProperty('Pressing');
    expect(await counts(anna, '&archived=true')).toEqual({ Pressing: 1 });
    await made('/queues', { name: 'pressing', filter: {} });
  });

  test('with the most values that a filter may name are listed and counted, also where a value is too long for any ticket', async () => {
    const status = Array.from({ length: 49 }, (_, index) => `s${index}`);
    const filter = {
      status,
      team: ['mine'],
      tag: Array.from({ length: FILTER_VALUES_TOTAL_MAX - 50 }, (_, index) => `${index}${'😀'.repeat(190)}`),
    };
    const id = await made('/queues', { name: 'Wide', filter });
    for (let nth = 0; nth < TEAMS_OF_AGENT_MAX; nth += 1) await made('/teams', { name: `Team ${nth}`, members: [anna.actor.id] });
    expect(await subjects(id, anna)).toEqual([]);
    expect(await counts(anna)).toMatchObject({ Wide: 0 });

    delete (filter as { tag?: unknown }).tag;
    await server.ask('PATCH', `/queues/${id}`, { body: { filter: { ...filter, status: [...status, 'open'] } } });
    expect(await counts(anna)).toMatchObject({ Wide: 0 });
    const values = `status=${status.join(',')}&tag=${status.join(',')}`;
    expect(await server.call('GET', `/tickets?${values}`)).toMatchObject({ status: 400, body: { code: 'filter.tooManyValues' } });
  });

  test('that were saved with a name where an id is taken now stay as they are, and can be changed', async () => {
    const filter = { assignee: ['Anna'] };
    const outcome = await server.log.execute(queueDecider, Object.assign(new CreateQueue(), { name: 'By name', filter }));
    expect(outcome).not.toHaveProperty('code');
    const id = await queueId('By name');
    expect(await subjects(id, anna)).toEqual([]);
    expect(await server.ask('PATCH', `/queues/${id}`, { body: { name: 'Anna’s own' } })).toMatchObject({ name: 'Anna’s own', filter });
    const again = await server.call('PATCH', `/queues/${id}`, { body: { filter } });
    expect(again).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'filter.assignee' } });
    await server.ask('POST', `/queues/${id}/archive`, { body: {} });
  });

  test('have a name that no other one in sight has', async () => {
    const refused = await server.call('POST', '/queues', { body: { name: 'MINE', filter: {} } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'queueName.taken' } });
    expect(JSON.stringify(refused.body)).toContain('"name"');
  });

  test('that are not there are not found', async () => {
    const queue = '/queues/018f9c7e-0000-7000-8000-00000000ffff';
    for (const [method, path, body] of [
      ['GET', queue, undefined],
      ['GET', `${queue}/tickets`, undefined],
      ['PATCH', queue, {}],
      ['POST', `${queue}/archive`, {}],
    ] as const) {
      expect(await server.call(method, path, body ? { body } : {})).toMatchObject({ status: 404, body: { code: 'queue.notFound' } });
    }
  });

  test('auditors look at them and change nothing', async () => {
    const auditor: Caller = { actor: { kind: 'agent', id: 'e' }, roles: ['auditor'] };
    expect(await counts(auditor)).toMatchObject({ Waiting: 1 });
    expect((await server.call('POST', '/queues', { body: { name: 'n', filter: {} }, caller: auditor })).status).toBe(403);
  });
});
