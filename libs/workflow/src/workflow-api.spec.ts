import 'reflect-metadata';
import { ServerInMemory } from '@docket/gateway/testing';
import { workflow } from './capability.js';
import { DEFAULT_WORKFLOW, defaultWorkflow } from './domain/default-workflow.js';

describe('workflows over the API', () => {
  let server: ServerInMemory;
  let id: string;
  beforeAll(async () => {
    server = await ServerInMemory.start([workflow]);
    id = server.log.identities.shipped(DEFAULT_WORKFLOW);
  });
  afterAll(() => server.stop());

  test('a default one is there from the first start', async () => {
    const after = await server.head();
    const { items } = await server.ask('GET', `/workflows?after=${after}`);
    expect(items).toMatchObject([{ id, ...defaultWorkflow, revision: 0 }]);
    expect(await server.ask('GET', `/workflows/${id}`)).toMatchObject({ id, ...defaultWorkflow });
  });

  test('is changed as a whole, by a supervisor who has seen what is there', async () => {
    const body = { ...defaultWorkflow, name: 'Ours', types: [{ type: 'question', initial: 'open', moves: defaultWorkflow.moves }] };
    const caller = { actor: { kind: 'agent', id: 'a' }, roles: ['supervisor'] } as const;
    const late = await server.call('PUT', `/workflows/${id}`, { body, caller, headers: { 'if-match': '"7"' } });
    expect(late).toMatchObject({ status: 412 });

    const { position } = await server.ask('PUT', `/workflows/${id}`, { body, caller, headers: { 'if-match': '"0"' } });
    const seen = await server.call('GET', `/workflows/${id}?after=${String(position)}`);
    expect(seen.headers.get('etag')).toBe('"1"');
    expect(seen.body).toMatchObject({ ...body, revision: 1 });
  });

  test('an unsound change is refused with the field that is wrong', async () => {
    const body = { ...defaultWorkflow, initial: 'begin' };
    const refused = await server.call('PUT', `/workflows/${id}`, { body });
    expect(refused).toMatchObject({ status: 400, body: { code: 'workflow.unknownStatus' } });
    expect(JSON.stringify(refused.body)).toContain('"initial"');
  });

  test('agents read it, and do not change it', async () => {
    const caller = { actor: { kind: 'agent', id: 'a' }, roles: ['agent'] } as const;
    expect((await server.call('GET', `/workflows/${id}`, { caller })).status).toBe(200);
    expect((await server.call('PUT', `/workflows/${id}`, { body: defaultWorkflow, caller })).status).toBe(403);
  });

  test('one that is not there is not found', async () => {
    const path = '/workflows/018f9c7e-0000-7000-8000-00000000ffff';
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', defaultWorkflow],
    ] as const) {
      expect(await server.call(method, path, body ? { body } : {})).toMatchObject({ status: 404, body: { code: 'workflow.notFound' } });
    }
  });
});
