import 'reflect-metadata';
import { accountsInMemory } from '@docket/accounts/testing';
import { ServerInMemory } from '@docket/gateway/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';

const START_MS = 60_000;
const TICKETS = 12;

describe('what a document of GraphQL reads', () => {
  let server: ServerInMemory;
  let somebody: unknown;

  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    for (let made = 0; made < TICKETS; made += 1) {
      const agent = await server.ask('POST', '/agents', { body: { name: `Agent ${made}` } });
      const team = await server.ask('POST', '/teams', { body: { name: `Team ${made}`, members: [agent['id']] } });
      const requester = { name: `Customer ${made}`, email: `customer.${made}@example.com` };
      const assignee = { agentId: agent['id'], teamId: team['id'] };
      await server.ask('POST', '/tickets', { body: { subject: `own ${made}`, description: 'd', tags: ['own'], requester, assignee } });
      const shared = { name: 'Shared', email: 'shared@example.com' };
      const ticket = await server.ask('POST', '/tickets', {
        body: { subject: `shared ${made}`, description: 'd', tags: ['shared'], requester: shared },
      });
      somebody = ticket['requesterId'];
    }
    await server.ask('GET', `/tickets?after=${await server.head()}`);
    await server.ask('GET', `/teams?after=${await server.head()}`);
    await server.ask('GET', `/customers?after=${await server.head()}`);
  }, START_MS);
  afterAll(() => server.stop());

  /** How often the stores are asked for so many tickets with what is selected of each. */
  const readsFor = async (first: number, selection: string, tag = 'own'): Promise<number> => {
    const query = `{ tickets(first: ${first}, tag: ["${tag}"]) { nodes { ${selection} } } }`;
    const ask = async () => {
      const { body } = await server.call('POST', '/graphql', { at: '', body: { query } });
      expect(body).not.toHaveProperty('errors');
      const { tickets } = body['data'] as { tickets: { nodes: readonly object[] } };
      expect(tickets.nodes).toHaveLength(first);
    };
    // What is remembered of requesters is remembered then; pages of tickets are remembered until some ticket changes.
    await ask();
    const { position } = await server.ask('POST', '/tickets', { body: { subject: 's', description: 'd', requester: { id: somebody } } });
    await server.ask('GET', `/tickets?after=${String(position)}`);
    server.reads.length = 0;
    await ask();
    return server.reads.length;
  };

  test.each([
    ['the requesters', 'requester { name email }'],
    ['the agents', 'assignee { agent { name } }'],
    ['the agents and teams, and the teams’ agents', 'assignee { agent { name } team { name agents { name } } }'],
  ])('%s of twelve tickets are read as often as those of two', async (_, selection) => {
    expect(await readsFor(TICKETS, selection)).toBe(await readsFor(2, selection));
  });

  test.each([
    ['a timeline', 'timeline(first: 2) { nodes { kind } }'],
    ['a history', 'history(first: 2) { nodes { type } }'],
    ['the tickets of its requester', 'requester { tickets(first: 2) { nodes { number } } }'],
  ])('%s has a page of its own for each ticket, and is one read for each', async (_, selection) => {
    const alone = await readsFor(TICKETS, 'number');
    expect((await readsFor(TICKETS, selection)) - alone).toBe(TICKETS);
    expect((await readsFor(2, selection)) - alone).toBe(2);
  });

  test('tickets that ask the same are answered by one read', async () => {
    const selection = 'requester { tickets(first: 2) { nodes { number } } }';
    const alone = await readsFor(TICKETS, 'number', 'shared');
    expect((await readsFor(TICKETS, selection, 'shared')) - alone).toBe(1);
  });
});
