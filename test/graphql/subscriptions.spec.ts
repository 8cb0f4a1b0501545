import 'reflect-metadata';
import { accountsInMemory } from '@docket/accounts/testing';
import { GRAPHQL_ALIASES_MAX } from '@docket/gateway';
import { ServerInMemory, TEST_CALLER } from '@docket/gateway/testing';
import { type Client, createClient } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { capabilities } from '../../apps/docket/src/capabilities.js';

const START_MS = 60_000;

describe('subscriptions over graphql-transport-ws', () => {
  let server: ServerInMemory;
  let client: Client;
  let closed: Promise<{ readonly code: number }>;

  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    const { url, authorization } = server.webSocket();
    client = createClient({
      url,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
    });
    closed = new Promise((resolve) => client.on('closed', (event) => resolve(event as { code: number })));
    await new Promise<void>((resolve) => client.on('connected', () => resolve()));
  }, START_MS);

  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });

  const open = (subject: string) => server.ask('POST', '/tickets', { body: { subject, description: 'd', requester: { name: 'A' } } });

  test('tell of a ticket when it can be read, and of no other one', async () => {
    const ticket = await open('watched');
    const told = client.iterate({ query: `subscription { ticketChanged(id: "${String(ticket['id'])}") { id commentCount } }` });
    const first = told.next();
    let done = false;
    void first.then(() => (done = true));
    // Until the subscription stands nobody is told: changes are made until one is.
    for (let made = 1; !done; made++) {
      await open(`other ${made}`);
      await server.ask('POST', `/tickets/${String(ticket['id'])}/comments`, { body: { body: `${made}`, visibility: 'internal' } });
    }
    const { value } = (await first) as { value: { data: { ticketChanged: { id: string; commentCount: number } } } };
    expect(value.data.ticketChanged).toMatchObject({ id: ticket['id'] });
    expect(value.data.ticketChanged.commentCount).toBeGreaterThan(0);
    await told.return?.();
  });

  test('tell of a queue when its count has changed', async () => {
    const queues = (await server.ask('GET', `/queues?after=${await server.head()}`))['items'] as {
      id: string;
      name: string;
      count: number;
    }[];
    const queue = queues.find(({ name }) => /unassigned/i.test(name)) as (typeof queues)[number];
    const told = client.iterate({ query: `subscription { queueCountChanged(id: "${queue.id}") { count } }` });
    const first = told.next();
    let done = false;
    void first.then(() => (done = true));
    for (let made = 1; !done; made++) await open(`counted ${made}`);
    const { value } = (await first) as { value: { data: { queueCountChanged: { count: number } } } };
    expect(value.data.queueCountChanged.count).toBeGreaterThan(queue.count);
    await told.return?.();
  });

  test('are refused as queries are', async () => {
    const told = client.iterate({ query: 'subscription { ticketChanged(id: "20200101-001") { id } }' });
    const { value } = (await told.next().catch((errors: unknown) => ({ value: { errors } }))) as {
      value: { errors: { extensions: object }[] };
    };
    expect(value.errors[0]).toMatchObject({ extensions: { code: 'ticket.notFound', status: 404 } });
  });

  test.each([
    ['no document', 'subscription {', 'graphql.invalid'],
    ['a field that there is not', 'subscription { ticketChanged { colour } }', 'graphql.invalid'],
    ['too much', `subscription { ticketChanged { ${'a: id '.repeat(GRAPHQL_ALIASES_MAX + 1)} } }`, 'graphql.tooManyAliases'],
  ])('that ask for %s are refused by the problem, and the others of the connection go on', async (_, query, code) => {
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([{ extensions: { code, status: 400 } }]);
    const other = client.iterate({ query: 'subscription { ticketChanged(id: "20200101-001") { id } }' });
    expect(await other.next()).toMatchObject({ value: { errors: [{ extensions: { code: 'ticket.notFound' } }] } });
  });

  test('are all that is taken there: a session begins where its cookie can be set', async () => {
    const told = client.iterate({ query: 'mutation { signIn(input: {login: "a", password: "b"}) { token } }' });
    await expect(told.next()).rejects.toMatchObject([{ message: 'here are subscriptions only: POST queries and mutations' }]);
  });

  test('are not opened at an address with parameters: whoever gives one would not be listened to', async () => {
    const socket = new WebSocket(`${server.webSocket().url}?token=secret`, 'graphql-transport-ws');
    const response = await new Promise<IncomingMessage>((resolve) => socket.once('unexpected-response', (_, refused) => resolve(refused)));
    expect(await json(response)).toMatchObject({ status: 400, code: 'input.invalid', field: 'token' });
  });

  test('end when the token is revoked', async () => {
    server.revoke(TEST_CALLER);
    await expect(closed).resolves.toMatchObject({ code: 4403 });
  });
});
