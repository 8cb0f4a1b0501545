import 'reflect-metadata';
import type { Caller } from '@docket/access';
import { ServerInMemory } from '@docket/gateway/testing';
import { people } from '../capability.js';

const analyst: Caller = { actor: { kind: 'agent', id: '018f9c7e-0000-7000-8000-00000000000b' }, roles: ['analyst'] };
const NAMES = ['Zora', 'Mia', 'Anna'];

describe('agents, for an analyst', () => {
  let server: ServerInMemory;
  beforeAll(async () => {
    server = await ServerInMemory.start([people]);
    for (const name of NAMES) await server.ask('POST', '/agents', { body: { name, login: name, email: `${name}@example.com` } });
  });
  afterAll(() => server.stop());

  test('are walked page by page, without a name in the pages, in their order or in their cursors', async () => {
    const ids: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = `?limit=1&after=${await server.head()}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
      const page = await server.ask('GET', `/agents${query}`, { caller: analyst });
      ids.push(...(page['items'] as { id: string }[]).map(({ id }) => id));
      cursor = page['nextCursor'] as string | undefined;
      const told = `${JSON.stringify(page)} ${Buffer.from(cursor ?? '', 'base64url').toString()}`.toLowerCase();
      for (const name of NAMES) expect(told).not.toContain(name.toLowerCase());
    } while (cursor !== undefined);
    const all = (await server.ask('GET', '/agents')) as { items: { id: string; createdAt: string }[] };
    expect([...ids].sort()).toEqual(all.items.map(({ id }) => id).sort());
  });

  test.each(['login=zora', 'email=zora@example.com'])(
    'can’t be asked for by ?%s: whether there is one would say who it is',
    async (query) => {
      const [field] = query.split('=');
      expect(await server.call('GET', `/agents?${query}`, { caller: analyst })).toMatchObject({
        status: 403,
        body: { code: 'filter.notSeen', field },
      });
      expect((await server.ask('GET', `/agents?${query}`))['items']).toHaveLength(1);
    },
  );
});
