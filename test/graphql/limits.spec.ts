import 'reflect-metadata';
import { accountsInMemory } from '@docket/accounts/testing';
import {
  CURSOR_LENGTH_MAX,
  GRAPHQL_ALIASES_MAX,
  GRAPHQL_COMPILED_VALUES_MAX,
  GRAPHQL_COST_MAX,
  GRAPHQL_DEPTH_MAX,
  GRAPHQL_INTROSPECTIONS_MAX,
  GRAPHQL_LENGTH_MAX,
  GRAPHQL_MESSAGE_LENGTH_MAX,
  GRAPHQL_QUESTION_COST,
  GRAPHQL_SUBSCRIPTIONS_MAX,
  GRAPHQL_TOKENS_MAX,
  GRAPHQL_VALUES_MAX,
  IDEMPOTENCY_KEY_LENGTH_MAX,
  LIST_LIMIT_DEFAULT,
  LIST_LIMIT_MAX,
} from '@docket/gateway';
import { ServerInMemory } from '@docket/gateway/testing';
import { getIntrospectionQuery } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { capabilities } from '../../apps/docket/src/capabilities.js';

const START_MS = 60_000;

const repeated = (text: string, times: number): string => Array.from({ length: times }, () => text).join(' ');

/** `{ __schema { types { ofType { … name } } } }`, so many fields within each other. */
const deep = (fields: number): string => `{ __schema { types ${'{ ofType '.repeat(fields - 3)} { name } ${'}'.repeat(fields - 3)} } }`;

const aliased = (aliases: number): string => `{ ${Array.from({ length: aliases }, (_, at) => `a${at}: __typename`).join(' ')} }`;

/** `{ me { id } }` has six words, and each selection within has three more. (The same field thousands of times is refused by the library before.) */
const words = (count: number): string => {
  const within = Math.floor((count - 6) / 3);
  return `{ me { ${repeated('... {', within)} ${repeated('id', 1 + ((count - 6) % 3))} ${repeated('}', within)} } }`;
};

/** The same under so many names. */
const named = (times: number, field: string, selection: string): string =>
  Array.from({ length: times }, (_, at) => `n${at}: ${field} { ${selection} }`).join(' ');

const long = (characters: number): string => {
  const document = '{ __typename } #';
  return `${document}${'x'.repeat(characters - document.length)}`;
};

/** A page of tickets, each with some of its entries, and names of types for what is left. */
const costly = (cost: number): string => {
  const [tickets, entries] = [100, 94];
  const inner = 1 + GRAPHQL_QUESTION_COST + entries * 2;
  const rest = cost - GRAPHQL_QUESTION_COST - tickets * inner;
  return `{ tickets(first: ${tickets}) { nodes { timeline(first: ${entries}) { nodes { kind } } } } ${repeated('__typename', rest)} }`;
};

/** Of a type. */
const MUCH = 'name description fields { name description args { name type { name ofType { name } } } type { name ofType { name } } }';
const ARGUMENTS = 'fields { args { name type { name ofType { name inputFields { name type { name } } } } } }';

/** All of the schema, so many times. */
const introspections = (times: number): string => {
  const asked = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const [, head = '', schema = '', fragments = ''] = /^(\s*query IntrospectionQuery \{)([^]*?)(\}\s*fragment[^]*)$/.exec(asked) ?? [];
  return `${head}${Array.from({ length: times }, (_, at) => schema.replace('__schema', `a${at}: __schema`)).join('')}${fragments}`;
};

interface Answered {
  readonly data?: object | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

describe('limits of GraphQL', () => {
  let server: ServerInMemory;
  const graphql = async (query: string): Promise<Answered & { readonly status: number }> => {
    const { status, body } = await server.call('POST', '/graphql', { at: '', body: { query } });
    return { status, ...(body as Answered) };
  };

  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    await server.ask('POST', '/tickets', { body: { subject: 's', description: 'd', requester: { name: 'A' } } });
  }, START_MS);
  afterAll(() => server.stop());

  test.each([
    ['depth', deep, GRAPHQL_DEPTH_MAX, 'graphql.tooDeep'],
    ['aliases', aliased, GRAPHQL_ALIASES_MAX, 'graphql.tooManyAliases'],
    ['cost', costly, GRAPHQL_COST_MAX, 'graphql.tooCostly'],
    ['all of the schema', introspections, GRAPHQL_INTROSPECTIONS_MAX, 'graphql.tooCostly'],
    ['words', words, GRAPHQL_TOKENS_MAX, 'graphql.invalid'],
    ['characters', long, GRAPHQL_LENGTH_MAX, 'graphql.invalid'],
  ])('%s: a document at the limit is answered, one beyond it is refused by the limit’s name', async (_, documentOf, limit, code) => {
    const atLimit = await graphql(documentOf(limit));
    expect(atLimit).toMatchObject({ status: 200, data: expect.anything() as unknown });
    expect(atLimit.errors).toBeUndefined();
    const beyond = await graphql(documentOf(limit + 1));
    expect(beyond).toMatchObject({ status: 400, errors: [{ extensions: { code, status: 400 } }] });
    expect(beyond.errors?.[0]?.message).toContain(String(limit));
  });

  test('a history costs what its pages may hold, whether that is asked by a number, by a variable’s default, or not at all', async () => {
    const histories = (first: string, head = '') =>
      graphql(`query ${head} { tickets(first: 40) { nodes { history${first} { nodes { type } } } } }`);
    const { tickets, history } = { tickets: 40, history: 500 };
    const cost = GRAPHQL_QUESTION_COST + tickets * (1 + GRAPHQL_QUESTION_COST + history * 2);
    for (const [first, head] of [[`(first: ${history})`], ['(first: $many)', `($many: Int = ${history})`], ['']])
      expect((await histories(first ?? '', head)).errors).toMatchObject([
        { extensions: { code: 'graphql.tooCostly', detail: expect.stringContaining(`costs ${cost}`) as unknown } },
      ]);
    expect((await histories('(first: 20)')).errors).toBeUndefined();
  });

  test('things that others name by their ids cost as a page of them, of which nobody says how many it may hold', async () => {
    const costing = (fields: number) => GRAPHQL_QUESTION_COST + LIST_LIMIT_MAX * (1 + GRAPHQL_QUESTION_COST + LIST_LIMIT_DEFAULT * fields);
    const fitting = Math.floor((GRAPHQL_COST_MAX - costing(0)) / (costing(1) - costing(0)));
    const membersBy = (fields: number) =>
      graphql(
        `{ teams(first: ${LIST_LIMIT_MAX}) { nodes { agents { ${['id', 'name', 'login', 'email'].slice(0, fields).join(' ')} } } } }`,
      );
    expect(await membersBy(fitting)).toMatchObject({ status: 200 });
    expect(await membersBy(fitting + 1)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'graphql.tooCostly' } }] });
  });

  test.each([
    ['by other names of its types', () => `{ __schema { ${named(10, 'types', MUCH)} } }`],
    ['by what its fields’ types have', () => `{ __schema { ${named(20, 'types', `fields { type { ofType { ${MUCH} } } }`)} } }`],
    ['by one type, again and again', () => `{ ${named(40, '__type(name: "Mutation")', ARGUMENTS)} }`],
    ['by types of which a variable tells', () => `query ($name: String = "Query") { ${named(10, '__type(name: $name)', MUCH)} }`],
    ['by a fragment', () => `{ __schema { ${named(10, 'types', '...Much')} } } fragment Much on __Type { ${MUCH} }`],
  ])('more of the schema than is allowed is refused, %s', async (_, documentOf) => {
    expect(await graphql(documentOf())).toMatchObject({ status: 400, errors: [{ extensions: { code: 'graphql.tooCostly' } }] });
  });

  test('what is far beyond a limit is refused as well', async () => {
    const levels = repeated('requester { tickets { nodes {', 34);
    expect(await graphql(`{ ticket(id: "x") { ${levels} id ${repeated('} } }', 34)} } }`)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'graphql.tooDeep' } }],
    });
    expect(await graphql('{')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'graphql.invalid' } }] });
  });

  describe('of variables', () => {
    const query = 'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { customFields } }';
    const send = async (input: object): Promise<Answered & { readonly status: number; readonly size: number }> => {
      const { status, body, text } = await server.call('POST', '/graphql', { at: '', body: { query, variables: { input } } });
      return { status, size: text.length, ...(body as Answered) };
    };
    const unknown = (fields: number) => Object.fromEntries(Array.from({ length: fields }, (_, at) => [`f${at}`, at]));

    test('they may have as many values as are allowed; with one more they are refused by their name', async () => {
      // The input itself is one of them.
      expect((await send(unknown(GRAPHQL_VALUES_MAX - 1))).errors?.[0]?.extensions).toMatchObject({ code: 'graphql.invalid' });
      expect(await send(unknown(GRAPHQL_VALUES_MAX))).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: 'input.invalid', field: 'variables' } }],
      });
    });

    test.each([1, GRAPHQL_COMPILED_VALUES_MAX, GRAPHQL_VALUES_MAX])('%i that are wrong are answered briefly', async (values) => {
      const { status, size, errors = [] } = await send(unknown(values - 1));
      expect(status).toBe(400);
      expect(size).toBeLessThan(400_000);
      for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(GRAPHQL_MESSAGE_LENGTH_MAX);
    });

    test('one that does not fit is told of by the reason, without what stands beside it', async () => {
      const wrong = { subject: 'a; secret', requester: { name: 'a secret', colour: 'red' }, description: 'd' };
      // Compiled, from the second time on, it is said in other words.
      for (let time = 1; time <= 3; time++) {
        const { errors = [] } = await send(wrong);
        expect(errors).toHaveLength(1);
        expect(errors[0]?.message).toMatch(
          /^Variable "\$(input|requester)" got invalid value( at "input.requester")?; Field "colour" is not defined by type "?RequesterInput"?\.$/,
        );
        expect(JSON.stringify(errors)).not.toContain('secret');
      }
    });

    test('those that are more than are compiled do as well', async () => {
      const list = Array.from({ length: 50 }, (_, at) => `${at}`);
      const customFields = { ...Object.fromEntries(list.map((at) => [`f${at}`, at])), list };
      expect(await send({ subject: 's', description: 'd', requester: { name: 'A' }, tags: list, customFields })).toMatchObject({
        status: 200,
        data: { createTicket: { customFields } },
      });
    });
  });

  test.each([
    ['tickets', 'first', LIST_LIMIT_MAX],
    ['queues', 'first', LIST_LIMIT_MAX],
    ['agents', 'first', LIST_LIMIT_MAX],
  ])('a page of %s holds as many things as are allowed; one more is refused by the argument’s name', async (field, argument, limit) => {
    expect((await graphql(`{ ${field}(${argument}: ${limit}) { nodes { id } } }`)).errors).toBeUndefined();
    const beyond = await graphql(`{ ${field}(${argument}: ${limit + 1}) { nodes { id } } }`);
    expect(beyond.errors).toMatchObject([
      {
        message: `${argument} must not be greater than ${limit}`,
        extensions: { code: 'input.invalid', field: argument, errors: [{ field: argument }] },
      },
    ]);
  });

  test('a cursor and a position are told of by the names of their arguments', async () => {
    const wrong = async (argument: string) => (await graphql(`{ tickets(${argument}) { nodes { id } } }`)).errors?.[0]?.extensions;
    expect(await wrong(`after: "${'c'.repeat(CURSOR_LENGTH_MAX)}"`)).toMatchObject({ code: 'cursor.invalid', field: 'after' });
    expect(await wrong(`after: "${'c'.repeat(CURSOR_LENGTH_MAX + 1)}"`)).toMatchObject({
      code: 'input.invalid',
      field: 'after',
      detail: `after must be shorter than or equal to ${CURSOR_LENGTH_MAX} characters`,
    });
    expect(await wrong('afterPosition: "nowhere"')).toMatchObject({ code: 'position.invalid', field: 'afterPosition' });
  });

  test('a key may be as long as is allowed', async () => {
    const make = (length: number) =>
      graphql(
        `mutation { createTicket(idempotencyKey: "${'k'.repeat(length)}", input: {subject: "s", description: "d", requester: {name: "B"}}) { id } }`,
      );
    expect((await make(IDEMPOTENCY_KEY_LENGTH_MAX)).errors).toBeUndefined();
    expect((await make(IDEMPOTENCY_KEY_LENGTH_MAX + 1)).errors).toMatchObject([
      {
        extensions: {
          code: 'input.invalid',
          field: 'idempotencyKey',
          detail: expect.stringContaining(`idempotencyKey must be 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX}`) as unknown,
        },
      },
    ]);
  });

  describe('of a connection for subscriptions', () => {
    let client: Client;
    beforeAll(() => {
      const { url, authorization } = server.webSocket();
      client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization }, retryAttempts: 0 });
    });
    afterAll(() => client.dispose());

    test('it may have as many as are allowed; one more is refused by the limit’s name', async () => {
      const following = () => client.iterate({ query: 'subscription { ticketChanged { id } }' });
      const open = Array.from({ length: GRAPHQL_SUBSCRIPTIONS_MAX }, following);
      const told = open.map((one) => one.next());
      const oneMore = following().next();
      await expect(oneMore).rejects.toMatchObject([{ message: `a connection may have ${GRAPHQL_SUBSCRIPTIONS_MAX} subscriptions` }]);
      let answered = 0;
      for (const one of told) void one.then(() => (answered += 1));
      while (answered < GRAPHQL_SUBSCRIPTIONS_MAX)
        await server.ask('POST', '/tickets', { body: { subject: 's', description: 'd', requester: { name: 'C' } } });
      for (const one of await Promise.all(told))
        expect(one.value).toMatchObject({ data: { ticketChanged: { id: expect.any(String) as unknown } } });
      for (const one of open) await one.return?.();
    });
  });
});

describe('limits of pages over REST', () => {
  let server: ServerInMemory;
  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
  }, START_MS);
  afterAll(() => server.stop());

  const lists = capabilities
    .flatMap(({ operations }) => operations)
    .filter(({ kind, answer, path, name }) => kind === 'query' && answer.kind === 'page' && !path.includes('/:') && name !== 'listEvents');

  test.each(lists.map(({ name, path }) => [name, path]))('%s: %s', async (_, path) => {
    expect((await server.call('GET', `${path}?limit=${LIST_LIMIT_MAX}`)).status).toBe(200);
    expect((await server.call('GET', `${path}?limit=${LIST_LIMIT_MAX + 1}`)).body).toMatchObject({
      status: 400,
      code: 'input.invalid',
      field: 'limit',
      detail: `limit must not be greater than ${LIST_LIMIT_MAX}`,
    });
    expect((await server.call('GET', `${path}?limit=0`)).body).toMatchObject({ status: 400, field: 'limit' });
  });
});
