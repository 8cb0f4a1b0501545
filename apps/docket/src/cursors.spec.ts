import 'reflect-metadata';
import type { Caller } from '@docket/access';
import { accountsInMemory } from '@docket/accounts/testing';
import { inputOf } from '@docket/gateway';
import { inputReader, ServerInMemory } from '@docket/gateway/testing';
import { capabilities } from './capabilities.js';

const operations = capabilities.flatMap((capability) => capability.operations);
/** The operations that are walked page by page, by their paths. */
const listPaths = operations.filter((operation) => inputReader(inputOf(operation)).shape.fields.has('cursor')).map(({ path }) => path);

/** Lists of which no two are the same, each with a second page when one item makes a page. */
const LISTS = [
  '/tickets',
  '/tickets?sort=created',
  '/tickets?priority=P2',
  '/tickets?priority=P2&channel=portal',
  '/tickets/:one/history',
  '/tickets/:other/history',
  '/tickets/:one/timeline',
  '/tickets/:other/timeline',
  '/queues',
  '/queues?archived=true',
  '/queues/:all/tickets',
  '/queues/:pressing/tickets',
  '/agents',
  '/agents?active=true',
  '/teams',
  '/customers',
  '/accounts',
  '/accounts?suspended=false',
  '/tokens',
  '/tokens?owner=:agent',
  '/events',
] as const;
const pathOf = (list: string): string => (list.split('?')[0] ?? '').replaceAll(/:\w+/g, ':id');
const listed = new Set<string>(LISTS.map(pathOf));
/** All others that stand below no thing: they take cursors, and have too little in them to give one. */
const FURTHER_LISTS = listPaths.filter((path) => !listed.has(path) && !path.includes(':'));

describe('the cursor of a list', () => {
  let server: ServerInMemory;
  const made: Record<string, string> = {};
  const cursors = new Map<string, string>();

  const post = async (path: string, body: object): Promise<string> => String((await server.ask('POST', path, { body }))['id']);
  const asked = (list: string, parameters: string, caller?: Caller) => {
    const path = list.replaceAll(/:(\w+)/g, (_, name: string) => made[name] ?? '');
    return server.call('GET', `${path}${path.includes('?') ? '&' : '?'}${parameters}`, caller ? { caller } : {});
  };

  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    for (const name of ['one', 'other']) {
      const requester = { name, email: `${name}@example.com` };
      made[name] = await post('/tickets', { subject: name, description: name, requester, priority: 'P2', channel: 'portal' });
      await post(`/tickets/${made[name]}/comments`, { body: name, visibility: 'public' });
      made['agent'] = await post('/agents', { name, login: name });
      await post('/accounts', { agentId: made['agent'], login: name, roles: ['agent'] });
      await post('/teams', { name });
      await server.ask('POST', `/queues/${await post('/queues', { name, filter: {} })}/archive`, { body: {} });
      for (const token of ['first', 'second']) await post('/tokens', { name: token, agentId: made['agent'], roles: ['agent'] });
    }
    made['all'] = await post('/queues', { name: 'All', filter: {}, sort: '-created' });
    made['pressing'] = await post('/queues', { name: 'Pressing', filter: { priority: ['P1', 'P2'] } });
    for (const list of LISTS) {
      // The feed begins after the position that other lists wait for.
      const { body } = await asked(list, list === '/events' ? 'limit=1' : `limit=1&after=${await server.head()}`);
      cursors.set(list, String(body['nextCursor']));
    }
  });
  afterAll(() => server.stop());

  test('is tried for every list that there is', () => {
    const tried = new Set<string>([...LISTS, ...FURTHER_LISTS].map(pathOf));
    expect(listPaths.filter((path) => !tried.has(path))).toEqual([]);
    expect(listPaths.length).toBeGreaterThan(10);
  });

  test.each(LISTS)('%s leads on there, and is refused by every other list', async (list) => {
    const cursor = cursors.get(list) ?? '';
    for (const other of [...LISTS, ...FURTHER_LISTS]) {
      const { status, body } = await asked(other, `limit=1&cursor=${encodeURIComponent(cursor)}`);
      const answered = { other, status, field: body['field'], code: body['code'] };
      expect(answered).toMatchObject(
        other === list ? { other, status: 200 } : { other, status: 400, field: 'cursor', code: 'cursor.invalid' },
      );
    }
  });

  test('of one’s own tickets is nobody else’s', async () => {
    const requester = (id: unknown): Caller => ({ actor: { kind: 'requester', id: String(id) }, roles: ['requester'] });
    const { items } = await server.ask('GET', '/customers');
    const [one, other] = (items as [{ id: string }, { id: string }]).map(({ id }) => requester(id)) as [Caller, Caller];
    for (const caller of [one, other]) {
      const body = { subject: 'S', description: 'D', requester: {} };
      const { position } = await server.ask('POST', '/tickets', { caller, body });
      await server.ask('GET', `/tickets?after=${String(position)}`);
    }
    const { body } = await asked('/tickets', 'limit=1', one);
    const cursor = `limit=1&cursor=${String(body['nextCursor'])}`;
    expect(await asked('/tickets', cursor, one)).toMatchObject({ status: 200 });
    for (const caller of [other, undefined])
      expect(await asked('/tickets', cursor, caller)).toMatchObject({ status: 400, body: { code: 'cursor.invalid', field: 'cursor' } });
  });

  test('is no cursor of a list that is known to be empty', async () => {
    const cursor = cursors.get('/tickets') ?? '';
    expect(await asked('/tickets?team=mine', 'limit=1')).toMatchObject({ status: 200, body: { items: [] } });
    expect(await asked('/tickets?team=mine', `cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
  });

  test('of another ticket’s history is refused by GraphQL too', async () => {
    const history = async (id: string, after: string) => {
      const query = `{ ticketHistory(id: "${made[id] ?? ''}", first: 1, after: "${after}") { nodes { revision } } }`;
      return (await server.call('POST', '/graphql', { at: '', body: { query } })).body;
    };
    const cursor = cursors.get('/tickets/:one/history') ?? '';
    expect(await history('one', cursor)).toEqual({ data: { ticketHistory: { nodes: [{ revision: 1 }] } } });
    expect(await history('other', cursor)).toMatchObject({ errors: [{ extensions: { code: 'cursor.invalid', field: 'after' } }] });
  });
});
