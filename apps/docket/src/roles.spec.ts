import 'reflect-metadata';
import { type Caller, ROLES, type Role, rolesOf } from '@docket/access';
import { isOpen, type Operation } from '@docket/gateway';
import { accountsInMemory } from '@docket/accounts/testing';
import { exampleRequest, ServerInMemory } from '@docket/gateway/testing';
import { capabilities } from './capabilities.js';
import { askingFor } from './testing/graphql-request.js';

const SOMEBODY = '018f9c7e-0000-7000-8000-0000000000aa';
const NOTHING = '018f9c7e-0000-7000-8000-0000000000bb';
const operations = capabilities.flatMap((capability) => capability.operations).filter((operation) => !isOpen(operation));

const callerOf = (role: Role): Caller => ({
  actor: { kind: role === 'requester' ? 'requester' : 'agent', id: SOMEBODY },
  roles: [role],
});

/** An address of the operation, of things that are not there: who may not is told so before anything is looked for. */
const addressOf = ({ path }: Operation): string => path.replaceAll(/:\w+/g, NOTHING);

const bodyOf = (operation: Operation): { readonly body?: object } => {
  const { body } = exampleRequest(operation);
  return body === undefined ? {} : { body };
};

describe('every operation for every role', () => {
  let server: ServerInMemory;
  beforeAll(async () => {
    server = await ServerInMemory.start(capabilities, { ports: accountsInMemory() });
  });
  afterAll(() => server.stop());

  const table = operations.flatMap((operation) =>
    ROLES.map((role) => [operation.name, role, rolesOf(operation).includes(role) ? 'admitted' : 'refused', operation] as const),
  );

  test.each(table)('%s as %s is %s', async (_name, role, expected, operation) => {
    const { status, body: answer } = await server.call(operation.method, addressOf(operation), {
      caller: callerOf(role),
      ...bodyOf(operation),
    });
    const refused = status === 403 && answer['code'] === 'role.missing';
    expect(refused ? 'refused' : 'admitted').toBe(expected);
    expect(status).toBeLessThan(500);
    expect(status).not.toBe(401);
  });

  test.each(table)('%s as %s is %s over GraphQL too', async (_name, role, expected, operation) => {
    const body = askingFor(operation, operation.example ?? {}, NOTHING);
    const { status, body: answer } = await server.call('POST', '/graphql', { at: '', caller: callerOf(role), body });
    const [error] = (answer['errors'] ?? []) as { extensions: { code: string; status: number } }[];
    expect({ status, error }).not.toMatchObject({ error: { extensions: { code: 'graphql.invalid' } } });
    expect(error?.extensions.code === 'role.missing' ? 'refused' : 'admitted').toBe(expected);
    expect(error?.extensions.status ?? 200).toBeLessThan(500);
  });

  test('whoever has no role may do nothing', async () => {
    for (const operation of operations) {
      const caller: Caller = { actor: { kind: 'agent', id: SOMEBODY }, roles: [] };
      expect((await server.call(operation.method, addressOf(operation), { caller, ...bodyOf(operation) })).status).toBe(403);
    }
  });
});

describe('roles', () => {
  const queries = operations.filter(({ kind }) => kind === 'query');
  const commands = operations.filter(({ kind }) => kind === 'command');

  test('the auditor reads all', () => {
    expect(queries.filter((operation) => !rolesOf(operation).includes('auditor'))).toEqual([]);
  });

  test('auditors and analysts change nothing', () => {
    expect(commands.filter((operation) => rolesOf(operation).some((role) => role === 'auditor' || role === 'analyst'))).toEqual([]);
  });

  test('what somebody may do who sees only a part says which part', () => {
    for (const operation of operations.filter(({ analyst }) => analyst !== undefined))
      expect(operation.analyst === 'whole' || typeof operation.analyst === 'function').toBe(true);
    for (const operation of operations.filter(({ requester }) => requester !== undefined))
      expect(['function', 'object', 'string']).toContain(typeof operation.requester);
  });
});
