import 'reflect-metadata';
import { type Caller, sightOf } from '@docket/access';
import { accountsInMemory } from '@docket/accounts/testing';
import { isOpen, type Operation } from '@docket/gateway';
import { ServerInMemory, TEST_CALLER } from '@docket/gateway/testing';
import { getNamedType, type GraphQLNamedType, isRequiredArgument } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import { fieldOf, schema } from '../../apps/docket/src/testing/graphql-request.js';
import { wholeSelection } from './whole-selection.js';

/** Stands in everything that is said inside, and in all of somebody else's ticket: no requester sees it. */
const INSIDE = 'SECRET-4711';
/** Stands in everything that a person wrote or that says who asks: no analyst sees it. */
const PRIVATE = 'PRIVATE-0815';
const BOTH = `${PRIVATE} ${INSIDE}`;

/** Many calls one after the other, on machines where others compute, too. */
const SLOW_MS = 120_000;
const DEPTH = 6;
const FIRST = 3;

const operations = capabilities.flatMap((capability) => capability.operations);
const FEED_FORMS = ['application/json', 'application/x-ndjson', 'text/event-stream'];

const ticketType = schema.getType('Ticket') as GraphQLNamedType;

interface Heard {
  readonly road: string;
  readonly text: string;
}

describe('what is private in a ticket', () => {
  let server: ServerInMemory;
  let requester: Caller;
  const analyst: Caller = { actor: { kind: 'agent', id: '018f9c7e-0000-7000-8000-0000000000aa' }, roles: ['analyst'] };
  let id: string;
  let other: string;
  /** Of everything that an address can name. */
  let ids: readonly string[];
  let queue: string;

  const post = (path: string, body: object) => server.ask('POST', path, { body });

  /** What is hit, and where it is known elsewhere, is declared plain: analysts see it. */
  const openTicket = async (inside: string, plain: string, customer: string) => {
    const ticket = await post('/tickets', {
      subject: `${inside} parcel late`,
      description: `${inside} still not here`,
      impactText: `${inside} no work`,
      environment: `${inside} Windows`,
      affected: { service: plain, module: plain, version: plain, asset: plain, location: plain },
      externalRef: { system: 'elsewhere', id: plain },
      requester: { name: `${inside} Customer`, email: `${customer}@example.com`, phone: inside, department: inside },
      tags: [INSIDE],
      customFields: { note: BOTH, list: [BOTH] },
    });
    return ticket as { id: string; number: string; requesterId: string };
  };

  const fillTicket = async (ticket: string, outside: string, agentId: string, teamId: string) => {
    await post(`/tickets/${ticket}/comments`, { body: BOTH, visibility: 'internal', to: [`${INSIDE}@inside.example`] });
    await post(`/tickets/${ticket}/comments`, {
      body: `${outside} tomorrow`,
      visibility: 'public',
      cc: [`${INSIDE}.${PRIVATE}@inside.example`],
    });
    await post(`/tickets/${ticket}/triage`, { impact: 1, urgency: 1, reason: BOTH });
    await post(`/tickets/${ticket}/assignment`, { agentId, teamId, reason: BOTH });
    await post(`/tickets/${ticket}/fields`, { key: 'site', value: BOTH });
    await post(`/tickets/${ticket}/status`, { status: 'pending', reason: BOTH, waitingOn: 'supplier' });
    await post(`/tickets/${ticket}/status`, {
      status: 'closed',
      reason: BOTH,
      resolution: { kind: 'fixed', solution: `${outside} found`, cause: BOTH, causeCode: BOTH },
      closing: { summary: BOTH, confirmation: 'waived' },
    });
    await post(`/tickets/${ticket}/status`, { status: 'open', reason: BOTH, trigger: 'hand' });
  };

  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
    const agent = (await post('/agents', { name: BOTH, login: 'inside', email: `${INSIDE}.${PRIVATE}@example.com` })) as { id: string };
    const team = (await post('/teams', { name: INSIDE, members: [agent.id] })) as { id: string };
    const mine = await openTicket(PRIVATE, 'plain', `mine.${PRIVATE}`);
    const others = await openTicket(BOTH, INSIDE, `others.${INSIDE}.${PRIVATE}`);
    await fillTicket(mine.id, PRIVATE, agent.id, team.id);
    await fillTicket(others.id, BOTH, agent.id, team.id);
    const made = (await post('/queues', { name: BOTH, filter: { tag: [INSIDE] } })) as { id: string };
    [id, other, queue] = [mine.id, others.id, made.id];
    const workflows = (await server.ask('GET', `/workflows?after=${await server.head()}`))['items'] as { id: string }[];
    ids = [id, mine.number, other, others.number, agent.id, team.id, queue, mine.requesterId, others.requesterId, workflows[0]?.id ?? ''];
    requester = { actor: { kind: 'requester', id: mine.requesterId }, roles: ['requester'] };
  }, SLOW_MS);
  afterAll(() => server.stop());

  /** A body that the requester may send, else the example. */
  const bodyOf = ({ name, example }: Operation): object =>
    name === 'createTicket'
      ? { subject: 's', description: 'd', requester: {} }
      : name === 'commentOnTicket'
        ? { body: 'Any news?', visibility: 'public' }
        : (example ?? {});

  const overRest = async (operation: Operation, caller: Caller): Promise<readonly Heard[]> => {
    const { method, path, name, kind } = operation;
    const targets = path.includes('/:id') ? ids : [''];
    const forms = name === 'listEvents' ? FEED_FORMS : ['application/json'];
    const heard: Heard[] = [];
    for (const target of targets)
      for (const accept of forms) {
        const address = path.replaceAll(/:\w+/g, target);
        const call = { caller, headers: { accept }, ...(kind === 'query' ? {} : { body: bodyOf(operation) }) };
        // An event stream has no end: whoever may see it is not asked here.
        if (accept === 'text/event-stream' && sightOf(operation, caller)) continue;
        const { text, headers } = await server.call(method, address, call);
        heard.push({ road: `${method} ${address} ${accept}`, text: `${JSON.stringify([...headers])} ${text}` });
      }
    return heard;
  };

  const overGraphql = async (operation: Operation, caller: Caller): Promise<readonly Heard[]> => {
    const field = fieldOf(operation);
    if (!field) throw new Error(`${operation.name} is not in the schema`);
    const args = field.args.filter((arg) => isRequiredArgument(arg) || arg.name === 'input' || arg.name === 'first');
    const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
    const query = `${operation.kind === 'query' ? 'query' : 'mutation'} ${declared === '' ? '' : `(${declared})`} {
      ${field.name}${given === '' ? '' : `(${given})`} ${wholeSelection(getNamedType(field.type), DEPTH, FIRST)}
    }`;
    const targets = args.some(({ name }) => name === 'id') ? ids : [''];
    const heard: Heard[] = [];
    for (const target of targets) {
      const values: Readonly<Record<string, unknown>> = { input: bodyOf(operation), first: FIRST };
      const variables = Object.fromEntries(args.map(({ name }) => [name, values[name] ?? target]));
      const { status, text } = await server.call('POST', '/graphql', { at: '', caller, body: { query, variables } });
      // Else nothing was asked at all.
      expect({ query, status, text }).toMatchObject({ status: 200 });
      heard.push({ road: `${field.name} ${target}`, text });
    }
    return heard;
  };

  const everything = async (caller: Caller, ofKind: (operation: Operation) => boolean): Promise<readonly Heard[]> => {
    const heard: Heard[] = [];
    for (const operation of operations.filter((one) => ofKind(one) && !isOpen(one)))
      heard.push(...(await overRest(operation, caller)), ...(await overGraphql(operation, caller)));
    return heard;
  };

  const tellingOf = (heard: readonly Heard[], marker: string): readonly string[] =>
    heard.filter(({ text }) => text.toLowerCase().includes(marker.toLowerCase())).map(({ road }) => road);

  test(
    'is found where somebody looks who sees all',
    async () => {
      const heard = await everything(TEST_CALLER, ({ kind }) => kind === 'query');
      const roads = tellingOf(heard, INSIDE);
      expect(tellingOf(heard, PRIVATE).length).toBeGreaterThan(20);
      for (const road of [`GET /tickets/${id} `, 'GET /tickets ', `GET /tickets/${id}/history `, 'GET /events application/x-ndjson'])
        expect(roads.filter((one) => one.startsWith(road))).not.toEqual([]);
      for (const road of [`ticket ${id}`, `ticketTimeline ${id}`, `ticketHistory ${id}`, 'tickets ', 'queues ', 'agents '])
        expect(roads).toContain(road);
    },
    SLOW_MS,
  );

  test(
    'is heard by no requester: by no operation, over REST or GraphQL, along no relation',
    async () => {
      const heard = await everything(requester, () => true);
      expect(tellingOf(heard, INSIDE)).toEqual([]);
      expect(tellingOf(heard, `${PRIVATE} parcel late`)).toContain(`ticket ${id}`);
    },
    SLOW_MS,
  );

  test(
    'is heard by no analyst: by no operation, over REST or GraphQL, along no relation',
    async () => {
      const heard = await everything(analyst, () => true);
      expect(tellingOf(heard, PRIVATE)).toEqual([]);
      // Tags and the teams' names are for analysts.
      expect(tellingOf(heard, INSIDE)).toContain(`ticket ${id}`);
    },
    SLOW_MS,
  );

  test.each(FEED_FORMS)('the feed as %s is for neither of them', async (accept) => {
    for (const caller of [requester, analyst]) {
      const { status, body } = await server.call('GET', '/events', { caller, headers: { accept } });
      expect({ status, code: body['code'] }).toEqual({ status: 403, code: 'role.missing' });
    }
  });

  test.each([`tag: ["${INSIDE}"]`, 'assignee: ["none"]', 'team: ["none"]', 'cf: ["site:x"]'])(
    'can’t be found out by a filter over GraphQL: %s',
    async (filter) => {
      const body = { query: `{ tickets(${filter}) { nodes { id } } }` };
      const { body: answer } = await server.call('POST', '/graphql', { at: '', caller: requester, body });
      expect(answer).toMatchObject({ data: { tickets: null }, errors: [{ extensions: { code: 'filter.notSeen', status: 403 } }] });
    },
  );

  describe('while it happens', () => {
    const clients: Client[] = [];
    const clientOf = (caller: Caller): Client => {
      const { url, authorization } = server.webSocket(caller);
      const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization }, retryAttempts: 0 });
      clients.push(client);
      return client;
    };
    afterAll(async () => {
      for (const client of clients) await client.dispose();
    });

    const selection = wholeSelection(ticketType, DEPTH, FIRST);

    /** What is told until a ticket has so many comments more: changes are made until the subscription is seen to stand. */
    const told = async (caller: Caller, ticket: string | undefined): Promise<readonly unknown[]> => {
      const asked = ticket === undefined ? 'ticketChanged' : `ticketChanged(id: "${ticket}")`;
      const following = clientOf(caller).iterate({ query: `subscription { ${asked} ${selection} }` });
      const heard: unknown[] = [];
      const change = async () => {
        for (const changed of [other, id]) {
          await post(`/tickets/${changed}/comments`, { body: BOTH, visibility: 'internal' });
          await post(`/tickets/${changed}/assignment`, { agentId: null, reason: BOTH });
          await post(`/tickets/${changed}/assignment`, { agentId: ids[4], reason: BOTH });
        }
        await post(`/tickets/${id}/comments`, { body: `${PRIVATE} so far`, visibility: 'public' });
      };
      for (let rounds = 0; rounds < 3; rounds += 1) {
        const next = following.next();
        let done = false;
        void next.then(() => (done = true));
        do await change();
        while (!done);
        heard.push((await next).value);
      }
      await following.return?.();
      return heard;
    };

    test(
      'a requester is told of the public parts of the requester’s own tickets and of no others',
      async () => {
        for (const ticket of [id, undefined]) {
          const heard = await told(requester, ticket);
          expect(heard).toMatchObject(heard.map(() => ({ data: { ticketChanged: { id } } })));
          expect(JSON.stringify(heard).toLowerCase()).not.toContain(INSIDE.toLowerCase());
        }
      },
      SLOW_MS,
    );

    test(
      'an analyst is told without words',
      async () => {
        for (const ticket of [id, undefined]) {
          const heard = await told(analyst, ticket);
          expect(JSON.stringify(heard).toLowerCase()).not.toContain(PRIVATE.toLowerCase());
          expect(JSON.stringify(heard)).toContain(INSIDE);
        }
      },
      SLOW_MS,
    );

    test('somebody else’s ticket and the queues are for neither of them', async () => {
      for (const [caller, asked, code] of [
        [requester, `ticketChanged(id: "${other}")`, 'ticket.notFound'],
        [requester, `queueCountChanged(id: "${queue}")`, 'role.missing'],
        [analyst, `queueCountChanged(id: "${queue}")`, 'role.missing'],
      ] as const) {
        const { value } = (await clientOf(caller)
          .iterate({ query: `subscription { ${asked} { id } }` })
          .next()) as { value: { errors: { extensions: object }[] } };
        expect({ asked, ...value.errors[0] }).toMatchObject({ asked, extensions: { code } });
      }
    });
  });
});
