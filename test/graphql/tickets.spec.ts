import 'reflect-metadata';
import type { Caller } from '@docket/access';
import { accountsInMemory } from '@docket/accounts/testing';
import { INPUT_ERRORS_MAX } from '@docket/gateway';
import { ServerInMemory } from '@docket/gateway/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';

const START_MS = 60_000;
const auditor: Caller = { actor: { kind: 'agent', id: 'a' }, roles: ['auditor'] };
const analyst: Caller = { actor: { kind: 'agent', id: 'b' }, roles: ['analyst'] };

interface Answered {
  readonly data?: Record<string, never> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Record<string, unknown>;
  }[];
}

describe('tickets over GraphQL', () => {
  let server: ServerInMemory;
  let ticket: { id: string; number: string; requesterId: string; position: string };
  let team: { id: string };

  const graphql = async (query: string, variables: object = {}, caller?: Caller): Promise<Answered & { readonly status: number }> => {
    const { status, body } = await server.call('POST', '/graphql', { at: '', body: { query, variables }, ...(caller ? { caller } : {}) });
    return { status, ...(body as Answered) };
  };
  /** The data of an answer without errors. */
  const data = async (query: string, variables: object = {}): Promise<unknown> => {
    const { status, data: answered, errors } = await graphql(query, variables);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    // What is asked again is compiled, and answered the same.
    if (!query.trimStart().startsWith('mutation')) expect((await graphql(query, variables)).data).toEqual(answered);
    return answered;
  };

  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    const agents = (await server.ask('GET', `/agents?after=${await server.head()}`)) as unknown as { items: { id: string }[] };
    const members = agents.items.map(({ id }) => id);
    team = (await server.ask('POST', '/teams', { body: { name: 'Parcels', members } })) as unknown as typeof team;
    ticket = (await server.ask('POST', '/tickets', {
      body: {
        subject: 'Parcel late',
        description: 'Promised for Monday.',
        requester: { name: 'Customer A', email: 'customer.a@example.com' },
        priority: 'P2',
        assignee: { teamId: team.id, agentId: members[0] },
      },
    })) as unknown as typeof ticket;
  }, START_MS);

  afterAll(() => server.stop());

  test('one is asked for by id or number, with all that is related to it', async () => {
    const query = `query ($id: ID!, $after: String) {
      ticket(id: $id, afterPosition: $after) {
        number priority statusCategory
        requester { name tickets(first: 5) { nodes { subject } pageInfo { hasNextPage endCursor } } }
        assignee { agent { name } team { name agents { active } } }
        timeline(first: 1) { edges { node { kind changes { field to } } } }
        history(first: 1) { nodes { type digest } }
      }
    }`;
    const expected = {
      ticket: {
        number: ticket.number,
        priority: 'P2',
        statusCategory: 'new',
        requester: {
          name: 'Customer A',
          tickets: { nodes: [{ subject: 'Parcel late' }], pageInfo: { hasNextPage: false, endCursor: null } },
        },
        assignee: { agent: { name: 'Administrator' }, team: { name: 'Parcels', agents: [{ active: true }] } },
        timeline: { edges: [{ node: { kind: 'created', changes: expect.arrayContaining([{ field: 'priority', to: 'P2' }]) as unknown } }] },
        history: { nodes: [{ type: 'TicketCreated', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }] },
      },
    };
    expect(await data(query, { id: ticket.id, after: ticket.position })).toEqual(expected);
    expect(await data(query, { id: ticket.number })).toEqual(expected);
  });

  test('a mutation takes what REST takes; what is asked along its answer has seen it', async () => {
    const made = (await data(
      `mutation ($input: CreateTicketInput!) {
        createTicket(input: $input, idempotencyKey: "one") { id revision position timeline { nodes { kind } } }
      }`,
      { input: { subject: 's', description: 'd', requester: { name: 'B' } } },
    )) as { createTicket: { id: string; revision: number } };
    expect(made.createTicket).toMatchObject({ revision: 0, timeline: { nodes: [{ kind: 'created' }] } });
    const again = await data(`mutation ($input: CreateTicketInput!) { createTicket(input: $input, idempotencyKey: "one") { id } }`, {
      input: { subject: 's', description: 'd', requester: { name: 'B' } },
    });
    expect(again).toEqual({ createTicket: { id: made.createTicket.id } });
    expect(await data(`query ($id: ID!) { ticketHistory(id: $id) { nodes { via } } }`, { id: made.createTicket.id })).toEqual({
      ticketHistory: { nodes: [{ via: 'graphql' }] },
    });
  });

  test('a list is paged by cursors, filtered and sorted as in REST', async () => {
    const query = `query ($after: String) {
      tickets(first: 1, after: $after, statusCategory: [new, open], sort: updated_descending) {
        nodes { id } edges { cursor } pageInfo { hasNextPage endCursor }
      }
    }`;
    const first = (await data(query)) as {
      tickets: { nodes: [{ id: string }]; edges: [{ cursor: string }]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    expect(first.tickets.pageInfo.hasNextPage).toBe(true);
    expect(first.tickets.edges[0].cursor).toBe(first.tickets.pageInfo.endCursor);
    const second = (await data(query, { after: first.tickets.pageInfo.endCursor })) as typeof first;
    expect(second.tickets.nodes[0].id).not.toBe(first.tickets.nodes[0].id);
  });

  test('errors carry the problem details of REST', async () => {
    const { status, data: none, errors } = await graphql('query { ticket(id: "20200101-001") { id } }');
    expect(status).toBe(200);
    expect(none).toEqual({ ticket: null });
    expect(errors).toMatchObject([
      { path: ['ticket'], extensions: { code: 'ticket.notFound', status: 404, instance: expect.any(String) as unknown } },
    ]);
    const wrong = await graphql('mutation { createTicket(input: {subject: "", description: "d", requester: {email: "nobody"}}) { id } }');
    expect(wrong.errors?.[0]?.extensions).toMatchObject({
      code: 'input.invalid',
      errors: expect.arrayContaining([
        expect.objectContaining({ field: 'subject' }),
        expect.objectContaining({ field: 'requester.email' }),
      ]) as unknown,
    });
    const stale = await graphql(`mutation { assignTicket(id: "${ticket.id}", expectedRevision: 7, input: {agentId: null}) { id } }`);
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'revision.mismatch', status: 412 });
    const unknown = await graphql('query { ticket(id: "x") { colour } }');
    expect(unknown).toMatchObject({ status: 400, errors: [{ extensions: { code: 'graphql.invalid', status: 400 } }] });
    const variable = await graphql('query ($first: Int) { tickets(first: $first) { nodes { id } } }', { first: 'all' });
    expect(variable).toMatchObject({ status: 400, errors: [{ extensions: { code: 'graphql.invalid', status: 400 } }] });
    expect(variable).not.toHaveProperty('data');
  });

  test('who may ask by REST may ask here, along relations too', async () => {
    const changing = await graphql('mutation { createTeam(input: {name: "Nobody"}) { id } }', {}, auditor);
    expect(changing.errors?.[0]?.extensions).toMatchObject({ code: 'role.missing', status: 403 });
    const seen = await graphql(`query { ticket(id: "${ticket.id}") { subject priority assignee { agent { active name } } } }`, {}, analyst);
    expect(seen.data).toEqual({ ticket: { subject: null, priority: 'P2', assignee: { agent: { active: true, name: null } } } });
    const customers = await graphql('query { customers { nodes { name } } }', {}, analyst);
    expect(customers.errors?.[0]?.extensions).toMatchObject({ code: 'role.missing' });
  });

  test('several requests in one are not taken', async () => {
    const { status, body } = await server.call('POST', '/graphql', { at: '', body: [{ query: '{ __typename }' }] });
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'input.invalid' });
  });

  test('a parameter of the address is refused: whoever gives one would not be listened to', async () => {
    const { status, body } = await server.call('POST', '/graphql?operationName=Tickets', { at: '', body: { query: '{ __typename }' } });
    expect({ status, code: body['code'], field: body['field'] }).toEqual({ status: 400, code: 'input.invalid', field: 'operationName' });
  });

  test.each<[string, object]>([
    ['a field beside the document', { query: '{ __typename }', ['x'.repeat(500_000)]: 1 }],
    ['a variable', { query: '{ __typename }', variables: { ['x'.repeat(500_000)]: '\0' } }],
  ])('%s whose name is long is refused briefly', async (_, body) => {
    const { status, text } = await server.call('POST', '/graphql', { at: '', body });
    expect(status).toBe(400);
    expect(text.length).toBeLessThan(2_000);
  });

  test('more fields beside the document than are told at once are refused by as many', async () => {
    const unknown = Object.fromEntries(Array.from({ length: INPUT_ERRORS_MAX + 1 }, (_, at) => [`f${at}`, 1]));
    const { body } = await server.call('POST', '/graphql', { at: '', body: { query: '{ __typename }', ...unknown } });
    expect(body['errors']).toHaveLength(INPUT_ERRORS_MAX);
  });

  test('introspection is on', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect(await data(getIntrospectionQuery())).toHaveProperty('__schema.queryType.name', 'Query');
  });
});
