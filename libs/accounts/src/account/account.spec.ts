import { given } from '@docket/deciding/testing';
import { agentFold, customerFold } from '@docket/people';
import { ChangeAccount, CreateAccount, RecordPassword, ResumeAccount, SuspendAccount } from './commands/index.js';
import { accountDecider } from './decider.js';

const AGENT = '018f9c7e-0000-7000-8000-00000000000a';
const CUSTOMER = '018f9c7e-0000-7000-8000-00000000000c';
const people = {
  references: [
    { fold: agentFold, id: AGENT, facts: [{ type: 'AgentCreated', data: { name: 'Ann' } }] },
    { fold: customerFold, id: CUSTOMER, facts: [{ type: 'CustomerRegistered', data: { name: 'Carl' } }] },
  ],
};

const create = (fields: Partial<CreateAccount>) => Object.assign(new CreateAccount(), { login: 'Ann' }, fields);
const change = (fields: Partial<ChangeAccount>) => Object.assign(new ChangeAccount(), fields);
const created = { type: 'AccountCreated', data: { ownerKind: 'agent', login: 'ann', roles: ['agent'] } } as const;
const suspended = { type: 'AccountSuspended', data: {} } as const;

describe('an account', () => {
  test('is an agent’s with some of the roles, its login normalised', () => {
    given(accountDecider)
      .when(create({ agentId: AGENT, roles: ['agent'] }), people)
      .then([created]);
  });

  test('is a customer’s with the one role of requesters', () => {
    given(accountDecider)
      .when(create({ customerId: CUSTOMER }), people)
      .then([{ type: 'AccountCreated', data: { ownerKind: 'requester', login: 'ann', roles: ['requester'] } }]);
  });

  test.each([
    [{}, 'account.owner'],
    [{ agentId: AGENT, customerId: CUSTOMER }, 'account.owner'],
    [{ agentId: AGENT }, 'account.roles'],
    [{ agentId: AGENT, roles: ['requester'] as const }, 'account.roles'],
    [{ agentId: AGENT, roles: ['agent', 'requester'] as const }, 'account.roles'],
    [{ customerId: CUSTOMER, roles: ['agent'] as const }, 'account.roles'],
    [{ agentId: CUSTOMER, roles: ['agent'] as const }, 'agent.notFound'],
    [{ customerId: AGENT }, 'customer.notFound'],
    [{ agentId: AGENT, roles: ['agent'] as const, login: 'a b' }, 'login.invalid'],
  ])('%j is refused: %s', (fields, code) => {
    given(accountDecider)
      .when(create(fields as Partial<CreateAccount>), people)
      .thenRefused(code);
  });

  test('a person has one', () => {
    given(accountDecider, [created])
      .when(create({ agentId: AGENT, roles: ['agent'] }), people)
      .thenRefused('account.exists');
  });

  test('gets other roles and another login; the same ones in another order change nothing', () => {
    given(accountDecider, [created])
      .when(change({ roles: ['agent', 'auditor'], login: 'Anna' }))
      .then([
        { type: 'AccountLoginChanged', data: { login: 'anna' } },
        { type: 'AccountRolesChanged', data: { roles: ['agent', 'auditor'], from: ['agent'] } },
      ]);
    given(accountDecider, [created])
      .when(change({ roles: ['agent'], login: 'ANN' }))
      .thenNothingHappened();
    given(accountDecider, [created])
      .when(change({ roles: ['requester'] }))
      .thenRefused('account.roles');
  });

  test('that is resumed knows of its last suspension still', () => {
    const account = given(accountDecider, [created, suspended])
      .when(new ResumeAccount())
      .then([{ type: 'AccountResumed', data: {} }]);
    expect(account).toMatchObject({ suspended: false, suspendedAt: expect.any(String) as unknown });
  });

  test('is suspended and resumed, but by nobody who acts with it', () => {
    given(accountDecider, [created]).when(new SuspendAccount()).then([suspended]);
    given(accountDecider, [created, suspended]).when(new SuspendAccount()).thenNothingHappened();
    given(accountDecider, [created, suspended])
      .when(new ResumeAccount())
      .then([{ type: 'AccountResumed', data: {} }]);
    given(accountDecider, [created]).when(new ResumeAccount()).thenNothingHappened();
    given(accountDecider, [created])
      .when(new SuspendAccount(), { target: AGENT, actor: { kind: 'agent', id: AGENT } })
      .thenRefused('account.yourOwn');
    given(accountDecider).when(new SuspendAccount()).thenRefused('account.notFound');
  });

  test('gets a password in the place of the one that it has, and not of any other: two who set one at once would undo each other', () => {
    const [first, second] = [AGENT, CUSTOMER];
    const set = { type: 'PasswordSet', data: { credentialId: first } } as const;
    const record = (fields: Partial<RecordPassword>) => Object.assign(new RecordPassword(), fields);
    given(accountDecider, [created])
      .when(record({ credentialId: first }))
      .then([set]);
    given(accountDecider, [created, set])
      .when(record({ credentialId: second, replaces: first }))
      .then([{ type: 'PasswordSet', data: { credentialId: second } }]);
    given(accountDecider, [created, set])
      .when(record({ credentialId: second }))
      .thenRefused('password.changed');
    given(accountDecider, [created])
      .when(record({ credentialId: second, replaces: first }))
      .thenRefused('password.changed');
  });
});
