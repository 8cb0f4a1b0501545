import 'reflect-metadata';
import type { Caller } from '@docket/access';
import { ServerInMemory, TEST_CALLER } from '@docket/gateway/testing';
import { ADMINISTRATOR, people } from '@docket/people';
import { workflow } from '@docket/workflow';
import { tickets } from './capability.js';
import { FILTER_VALUES_MAX, FILTER_VALUE_LENGTH_MAX } from './domain/limits.js';

type Body = Readonly<Record<string, unknown>>;
const itemsOf = (body: Body) => body['items'] as readonly Body[];
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
};
/** So many different values, as a query has them. */
const valuesOf = (count: number): string => Array.from({ length: count }, (_, index) => `t${index}`).join(',');
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
const numbers = async (query: string) =>
  itemsOf(await server.ask('GET', `/tickets?after=${await server.head()}&${query}`)).map(({ number }) => text(number));

describe('a list of tickets', () => {
  const made: Record<string, string> = {};
  const all = 'type=listed';
  beforeAll(async () => {
    const team = await server.ask('POST', '/teams', { body: { name: 'Parcels', members: [administrator] } });
    const create = async (name: string, fields: object) => {
      const ticket = await open({ type: 'listed', ...fields });
      made[name] = text(ticket['number']);
      return text(ticket['id']);
    };
    await create('first', { priority: 'P3', category: 'network/vpn', tags: ['a', 'b'], customFields: { site: 'hcm', floors: [1, 2] } });
    await create('second', {
      priority: 'P1',
      assignee: { teamId: team['id'] },
      channel: 'phone',
      requester: { name: 'B', email: 'b@example.com' },
    });
    await create('third', {
      priority: 'P1',
      assignee: { agentId: administrator },
      category: 'network',
      externalRef: { system: 'servicenow', id: 'INC:1' },
    });
    const last = await create('fourth', { priority: 'P4', tags: ['b'], customFields: { site: 'hn' } });
    await post(`/tickets/${last}/status`, { status: 'closed' });
    made['team'] = text(team['id']);
  });
  const named = (...names: string[]) => names.map((name) => made[name]);

  test.each<[string, string[]]>([
    ['', ['first', 'second', 'third', 'fourth']],
    ['status=new', ['first', 'second', 'third']],
    ['status=new,closed', ['first', 'second', 'third', 'fourth']],
    ['statusCategory=closed', ['fourth']],
    ['statusCategory=new,open,paused', ['first', 'second', 'third']],
    ['priority=P1', ['second', 'third']],
    ['priority=P1&priority=P4', ['second', 'third', 'fourth']],
    ['tag=a', ['first']],
    ['tag=%20a%20', ['first']],
    ['tag=b', ['first', 'fourth']],
    ['tag=a,b&priority=P4', ['fourth']],
    ['category=network', ['first', 'third']],
    ['category=network/vpn', ['first']],
    ['category=/network/%20vpn/', ['first']],
    ['assignee=none', ['first', 'second', 'fourth']],
    ['team=none', ['first', 'third', 'fourth']],
    ['channel=phone', ['second']],
    ['cf=site:hcm', ['first']],
    ['cf=site:hcm,site:hn', ['first', 'fourth']],
    ['cf=site:hcm,floors:2', ['first']],
    ['cf=site:hcm,floors:3', []],
    ['externalRef=servicenow:INC:1', ['third']],
    [`requester=${NOBODY}`, []],
  ])('of %s', async (filter, names) => {
    expect(await numbers(`${all}&sort=created&${filter}`)).toEqual(named(...names));
  });

  test('of people: the one who asks, an agent, a team, the teams of the one who asks, a requester', async () => {
    const caller: Caller = { actor: { kind: 'agent', id: administrator }, roles: ['administrator'] };
    const asked = async (filter: string, who = caller) => {
      const answer = await server.ask('GET', `/tickets?${all}&${filter}&after=${await server.head()}`, { caller: who });
      return itemsOf(answer).map(({ number }) => number);
    };
    expect(await asked('assignee=me')).toEqual(named('third'));
    for (const id of [administrator, administrator.toUpperCase()]) expect(await asked(`assignee=${id}`)).toEqual(named('third'));
    expect(await asked('assignee=me,none&priority=P1&sort=created')).toEqual(named('second', 'third'));
    expect(await asked(`team=${made['team'] ?? ''}`)).toEqual(named('second'));
    expect(await asked('team=mine')).toEqual(named('second'));
    expect(await asked('team=mine', TEST_CALLER)).toEqual([]);
    expect(await asked('assignee=me', { actor: { kind: 'integration', id: administrator }, roles: ['administrator'] })).toEqual([]);
    const { items } = await server.ask('GET', '/customers?email=b@example.com');
    expect(await asked(`requester=${text((items as readonly Body[])[0]?.['id'])}`)).toEqual(named('second'));
  });

  test.each<[string, string[]]>([
    ['created', ['first', 'second', 'third', 'fourth']],
    ['-created', ['fourth', 'third', 'second', 'first']],
    ['updated', ['first', 'second', 'third', 'fourth']],
    ['-updated', ['fourth', 'third', 'second', 'first']],
    ['priority', ['second', 'third', 'first', 'fourth']],
    ['-priority', ['fourth', 'first', 'third', 'second']],
    ['number', ['first', 'second', 'third', 'fourth']],
    ['-number', ['fourth', 'third', 'second', 'first']],
  ])('by %s', async (sort, names) => {
    expect(await numbers(`${all}&sort=${sort}`)).toEqual(named(...names));
  });

  test('finds a tag, a category and a custom field however their accents were typed', async () => {
    const typed = {
      tags: ['Đà Nẵng'.normalize('NFD')],
      category: 'Phòng/Kế toán',
      customFields: { site: 'Huế'.normalize('NFD'), sites: ['Sa Pa', 'Huế'] },
    };
    const { number } = await open(typed);
    for (const form of ['NFC', 'NFD'] as const)
      for (const filter of ['tag=Đà Nẵng', 'category=Phòng', 'category=Phòng/Kế toán', 'cf=site:Huế', 'cf=sites:Huế'])
        expect(await numbers(encodeURI(filter.normalize(form)))).toEqual([number]);
  });

  test('is paged through by its cursor, which is no other list’s', async () => {
    const first = await server.ask('GET', `/tickets?${all}&sort=created&limit=3&after=${await server.head()}`);
    const cursor = text(first['nextCursor']);
    const second = await server.ask('GET', `/tickets?${all}&sort=created&limit=3&cursor=${cursor}`);
    expect([...itemsOf(first), ...itemsOf(second)].map(({ number }) => number)).toEqual(named('first', 'second', 'third', 'fourth'));
    expect(second).not.toHaveProperty('nextCursor');
    expect(await server.call('GET', `/tickets?sort=created&cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor.invalid' },
    });
  });

  test('shows tickets as they are shown one by one', async () => {
    const [listed] = itemsOf(await server.ask('GET', `/tickets?${all}&assignee=none&priority=P1&after=${await server.head()}`));
    expect(listed).toEqual(await server.ask('GET', `/tickets/${text(listed?.['id'])}`));
    expect(listed?.['requester']).toMatchObject({ name: 'B' });
  });

  test('stands on the page of a customer', async () => {
    const { items } = await server.ask('GET', `/customers?email=b@example.com&after=${await server.head()}`);
    const customer = await server.ask('GET', `/customers/${text((items as readonly Body[])[0]?.['id'])}`);
    expect(itemsOf(customer['tickets'] as Body).map(({ number }) => number)).toEqual(named('second'));
  });

  test.each([
    ['assignee=mine', 'each value in assignee must be the id of an agent, me or none'],
    [`assignee=me,${NOBODY}0`, 'each value in assignee must be the id of an agent, me or none'],
    ['team=me', 'each value in team must be the id of a team, mine or none'],
    ['team=Parcels', 'each value in team must be the id of a team, mine or none'],
    ['requester=me', 'each value in requester must be the id of a customer'],
    ['requester=none', 'each value in requester must be the id of a customer'],
  ])('by %s, which names nobody, is refused and told what is taken', async (filter, detail) => {
    const [field] = filter.split('=');
    expect(await server.call('GET', `/tickets?${filter}`)).toMatchObject({ status: 400, body: { code: 'input.invalid', field, detail } });
    const [name = '', value = ''] = filter.split('=');
    const query = `{ tickets(${name}: ${JSON.stringify(value.split(','))}) { nodes { id } } }`;
    const { body } = await server.call('POST', '/graphql', { at: '', body: { query } });
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'input.invalid', field, detail } }] });
  });

  test.each([`tag=${'x'.repeat(FILTER_VALUE_LENGTH_MAX)}`, `tag=${valuesOf(FILTER_VALUES_MAX)}`])(
    'by as much as may be: %s',
    async (filter) => {
      expect(await server.ask('GET', `/tickets?${filter}`)).toMatchObject({ items: [] });
    },
  );

  test.each([
    ['q=parcel', 'q'],
    ['at=2024-05-20T00:00:00Z', 'at'],
    ['status=', 'status'],
    ['priority=high', 'priority'],
    ['sort=subject', 'sort'],
    ['limit=101', 'limit'],
    ['cf=site', 'cf'],
    ['externalRef=INC1', 'externalRef'],
    [`tag=${'x'.repeat(FILTER_VALUE_LENGTH_MAX + 1)}`, 'tag'],
    [`tag=${valuesOf(FILTER_VALUES_MAX + 1)}`, 'tag'],
    [`requester=${Array.from({ length: FILTER_VALUES_MAX + 1 }, () => NOBODY).join(',')}`, 'requester'],
  ])('by %s is refused', async (filter, field) => {
    expect(await server.call('GET', `/tickets?${filter}`)).toMatchObject({ status: 400, body: { code: 'input.invalid', field } });
  });
});
