import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import type { Caller } from '@docket/access';
import { JsonText } from '@docket/gateway';
import type { Capability } from '@docket/gateway';
import { ServerInMemory } from '@docket/gateway/testing';
import type { Called } from '@docket/gateway/testing';
import { ADMINISTRATOR, people } from './capability.js';
import { CustomerTickets } from './customer/api/customer-tickets.js';
import { LOGIN_LENGTH_MAX } from './domain/limits.js';
import { Memberships } from './team/api/memberships.js';

type Item = Readonly<Record<string, unknown>>;
const itemsOf = (body: Called['body']) => body['items'] as readonly Item[];
const named = (items: readonly Item[]) => items.map(({ name }) => name);
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
};

/** Stands for whoever has tickets. */
@Injectable()
class SomeTickets extends CustomerTickets {
  ticketsOf(customerId: string, { actor }: Caller, { after }: { readonly after?: string }): Promise<JsonText> {
    return Promise.resolve(new JsonText(JSON.stringify({ items: [{ of: customerId, for: actor.kind, waits: after !== undefined }] })));
  }
}

@Module({ providers: [{ provide: CustomerTickets, useClass: SomeTickets }], exports: [CustomerTickets] })
class SomeTicketsModule {}

let seenMemberships: Memberships | undefined;
@Module({})
class WatchingModule {
  constructor(memberships: Memberships) {
    seenMemberships = memberships;
  }
}

const others: Capability = { name: 'others', events: [], deciders: [], operations: [], module: SomeTicketsModule };
const watching: Capability = { name: 'watching', events: [], deciders: [], operations: [], module: WatchingModule };

describe('people over the API', () => {
  let server: ServerInMemory;
  beforeAll(async () => {
    server = await ServerInMemory.start([people, others, watching]);
  });
  afterAll(() => server.stop());

  /** The body after a change, and `after=` for what shall see it. */
  const changed = async (method: string, path: string, body: object) => {
    const answer = await server.ask(method, path, { body });
    return { ...answer, id: text(answer['id']), after: `after=${text(answer['position'])}` };
  };

  describe('agents', () => {
    test('the first one is the administrator', async () => {
      const { items } = await server.ask('GET', `/agents?after=${await server.head()}`);
      expect(items).toMatchObject([
        { id: server.log.identities.shipped(ADMINISTRATOR), name: 'Administrator', login: 'admin', active: true },
      ]);
    });

    test('are made, found, changed, and seen at once by who waits', async () => {
      const made = await server.call('POST', '/agents', { body: { name: 'Wang Lei', login: 'wang.lei', email: 'wang.lei@example.com' } });
      expect(made.status).toBe(201);
      const id = text(made.body['id']);
      expect(made.headers.get('location')).toBe(`/api/v1/agents/${id}`);

      const renamed = await changed('PATCH', `/agents/${id}`, { name: 'Lei Wang', active: false });
      const seen = await server.call('GET', `/agents/${id}?${renamed.after}`);
      expect(seen.headers.get('etag')).toBe('"2"');
      const { after: _, ...shown } = renamed;
      expect(seen.body).toEqual(shown);
      expect(seen.body).toMatchObject({ name: 'Lei Wang', login: 'wang.lei', active: false, revision: 2 });
    });

    test('are listed by name, and found by login, address and whether they are active', async () => {
      const { after } = await changed('POST', '/agents', { name: 'aaron', login: 'aaron', email: 'aaron@example.com' });
      const list = async (filter: string) => named(itemsOf(await server.ask('GET', `/agents?${after}&${filter}`)));
      expect((await list('')).slice(0, 2)).toEqual(['aaron', 'Administrator']);
      expect(await list('login=AARON')).toEqual(['aaron']);
      expect(await list('email=Aaron@Example.com')).toEqual(['aaron']);
      expect(await list('active=false')).toEqual(['Lei Wang']);
      expect(await list('login=aaron&active=false')).toEqual([]);
      // One character that is eighteen when it is compared.
      expect(await list(`login=${'ﷺ'.repeat(LOGIN_LENGTH_MAX)}`)).toEqual([]);
    });

    test('are paged through by a cursor', async () => {
      const first = await server.ask('GET', `/agents?limit=2&after=${await server.head()}`);
      const second = await server.ask('GET', `/agents?limit=2&cursor=${text(first['nextCursor'])}`);
      expect([...named(itemsOf(first)), ...named(itemsOf(second))]).toEqual(['aaron', 'Administrator', 'Lei Wang']);
      expect(second).not.toHaveProperty('nextCursor');
    });

    test('have a login that nobody else has, whatever its case', async () => {
      const { status, body } = await server.call('POST', '/agents', { body: { name: 'Second', login: 'ADMIN' } });
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'login.taken' });
      const both = await Promise.all(['one', 'other'].map((name) => server.call('POST', '/agents', { body: { name, login: 'at.once' } })));
      expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    });

    test('that are not there are not found', async () => {
      const nobody = '018f9c7e-0000-7000-8000-00000000ffff';
      for (const [method, body] of [
        ['GET', undefined],
        ['PATCH', {}],
      ] as const) {
        const answer = await server.call(method, `/agents/${nobody}`, body ? { body } : {});
        expect(answer).toMatchObject({ status: 404, body: { code: 'agent.notFound' } });
      }
    });

    test('are changed by administrators alone', async () => {
      const caller: Caller = { actor: { kind: 'agent', id: 'a' }, roles: ['agent'] };
      expect((await server.call('POST', '/agents', { body: { name: 'n' }, caller })).status).toBe(403);
      expect((await server.call('GET', '/agents', { caller })).status).toBe(200);
    });
  });

  describe('teams', () => {
    test('have agents for members, and are found by them', async () => {
      const agent = await changed('POST', '/agents', { name: 'Chen' });
      const team = await changed('POST', '/teams', { name: 'Network', members: [agent.id] });
      expect(await server.ask('GET', `/teams/${team.id}?${team.after}`)).toMatchObject({ name: 'Network', members: [agent.id] });
      expect(await server.ask('GET', `/teams/${team.id.toUpperCase()}?${team.after}`)).toMatchObject({ id: team.id });
      expect(named(itemsOf(await server.ask('GET', `/teams?member=${agent.id}`)))).toEqual(['Network']);
      expect(await seenMemberships?.teamsOf(agent.id)).toEqual([team.id]);

      const without = await changed('PATCH', `/teams/${team.id}`, { members: [] });
      expect(itemsOf(await server.ask('GET', `/teams?member=${agent.id}&${without.after}`))).toEqual([]);
      expect(await seenMemberships?.teamsOf(agent.id)).toEqual([]);
    });

    test('have a name that no other one has, also after a change', async () => {
      const { id } = await changed('POST', '/teams', { name: 'Printers' });
      const refused = await server.call('PATCH', `/teams/${id}`, { body: { name: ' network ' } });
      expect(refused).toMatchObject({ status: 409, body: { code: 'teamName.taken' } });
      expect(JSON.stringify(refused.body)).toContain('"name"');
      await changed('PATCH', `/teams/${id}`, { name: 'Print' });
      await changed('POST', '/teams', { name: 'Printers' });
    });

    test('have no strangers', async () => {
      const body = { name: 'Strangers', members: ['018f9c7e-0000-7000-8000-00000000ffff'] };
      expect(await server.call('POST', '/teams', { body })).toMatchObject({ status: 422, body: { code: 'agent.notFound' } });
    });
  });

  describe('customers', () => {
    test('are found by their address, however it is written, and not overwritten', async () => {
      const first = await server.call('POST', '/customers', { body: { name: 'Customer A', email: 'customer.a@example.com' } });
      const again = await server.call('POST', '/customers', { body: { name: 'Other', email: 'Customer.A@Example.COM', phone: '0100' } });
      expect([first.status, again.body['id']]).toEqual([201, first.body['id']]);
      expect(again.body).toMatchObject({ name: 'Customer A', phone: '0100', revision: 1 });
    });

    test('keep all their addresses: after a change the old and the new one lead to them', async () => {
      const { id } = await changed('POST', '/customers', { email: 'old@example.com' });
      const { after } = await changed('PATCH', `/customers/${id}`, { email: 'new@example.com' });
      for (const email of ['old@example.com', 'new@example.com']) {
        expect((await changed('POST', '/customers', { email })).id).toBe(id);
        const found = itemsOf(await server.ask('GET', `/customers?email=${email}&${after}`));
        expect(found).toMatchObject([{ id, email: 'new@example.com', formerEmails: ['old@example.com'] }]);
      }
      const back = await changed('PATCH', `/customers/${id}`, { email: 'old@example.com' });
      expect(itemsOf(await server.ask('GET', `/customers?email=OLD@example.com&${back.after}`))).toMatchObject([{ id }]);
      expect(await changed('PATCH', `/customers/${id}`, { email: null, name: 'Customer A' })).toMatchObject({
        formerEmails: ['new@example.com', 'old@example.com'],
      });
    });

    test('have no address of somebody else’s', async () => {
      const { id } = await changed('POST', '/customers', { name: 'Customer B' });
      await changed('POST', '/customers', { email: 'c@example.com' });
      const refused = await server.call('PATCH', `/customers/${id}`, { body: { email: 'c@example.com' } });
      expect(refused).toMatchObject({ status: 409, body: { code: 'email.taken' } });
    });

    test('without an address are as many as are registered', async () => {
      const one = await changed('POST', '/customers', { name: 'Anna' });
      const other = await changed('POST', '/customers', { name: 'Anna' });
      expect(one.id).not.toBe(other.id);
    });

    test('are shown with their tickets, in one answer', async () => {
      const made = await changed('POST', '/customers', { name: 'Customer D', email: 'd@example.com' });
      const seen = await server.call('GET', `/customers/${made.id}?${made.after}`);
      expect(seen.headers.get('etag')).toBe('"0"');
      expect(seen.body).toMatchObject({
        id: made.id,
        name: 'Customer D',
        email: 'd@example.com',
        tickets: { items: [{ of: made.id, for: 'agent', waits: true }] },
      });
    });

    test('are listed by name, or by address where they have none', async () => {
      const list = itemsOf(await server.ask('GET', `/customers?after=${await server.head()}`));
      const sortedBy = list.map(({ name, email }) => text(name ?? email).toLowerCase());
      expect(sortedBy.length).toBeGreaterThan(4);
      expect(sortedBy).toEqual([...sortedBy].sort());
    });
  });
});

test('a server without tickets shows customers without them', async () => {
  const server = await ServerInMemory.start([people]);
  const { id, position } = await server.ask('POST', '/customers', { body: { name: 'Customer A' } });
  expect(await server.ask('GET', `/customers/${text(id)}?after=${text(position)}`)).not.toHaveProperty('tickets');
  await server.stop();
});
