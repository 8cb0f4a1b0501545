import { given } from '@docket/deciding/testing';
import { LOGIN_LENGTH_MAX } from '../domain/limits.js';
import { ChangeAgent, CreateAgent } from './commands/index.js';
import { agentDecider } from './decider.js';

const create = (fields: Partial<CreateAgent>) => Object.assign(new CreateAgent(), { name: 'Wang Lei' }, fields);
const change = (fields: ChangeAgent) => Object.assign(new ChangeAgent(), fields);

const created = { type: 'AgentCreated', data: { name: 'Wang Lei', login: 'wang.lei', email: 'wang.lei@example.com' } } as const;
const deactivated = { type: 'AgentDeactivated', data: {} } as const;

describe('a new agent', () => {
  test('is what was said, its name tidy, its login and e-mail address normalised, and active', () => {
    const agent = given(agentDecider)
      .when(create({ name: ' Wang  Lei ', login: ' Wang.Lei ', email: 'Wang.Lei@Example.com' }))
      .then([created]);
    expect(agent).toMatchObject({ name: 'Wang Lei', login: 'wang.lei', active: true, revision: 0 });
  });

  test('may have no login: then nobody can sign in as it', () => {
    given(agentDecider)
      .when(create({}))
      .then([{ type: 'AgentCreated', data: { name: 'Wang Lei' } }]);
  });

  test('keeps where it is known elsewhere', () => {
    given(agentDecider)
      .when(create({ externalRef: { system: 'servicenow', id: 'Resolver 81' } }))
      .then([{ type: 'AgentCreated', data: { name: 'Wang Lei', externalRef: { system: 'servicenow', id: 'Resolver 81' } } }]);
  });

  test('has a login of one word', () => {
    for (const login of ['wang lei', 'wang\u0007lei', 'wang\u00a8lei'])
      given(agentDecider).when(create({ login })).thenRefused('login.invalid');
  });

  test('has a login that is short even when it is normalised', () => {
    const short = 'l'.repeat(LOGIN_LENGTH_MAX);
    given(agentDecider)
      .when(create({ login: short }))
      .then([{ type: 'AgentCreated', data: { name: 'Wang Lei', login: short } }]);
    // The ligature is two letters.
    given(agentDecider)
      .when(create({ login: `${short.slice(1)}ﬁ` }))
      .thenRefused('login.invalid');
  });

  test('does not take the place of another one', () => {
    given(agentDecider, [created]).when(create({})).thenRefused('agent.exists');
  });
});

describe('a change of an agent', () => {
  test('says what is different from now on, and nothing else', () => {
    const agent = given(agentDecider, [created])
      .when(change({ name: 'Wang Lei', login: 'lei', email: 'WANG.LEI@example.com' }))
      .then([{ type: 'AgentDetailsChanged', data: { login: 'lei' } }]);
    expect(agent).toMatchObject({ name: 'Wang Lei', login: 'lei', email: 'wang.lei@example.com', revision: 1 });
  });

  test('that changes nothing is no event', () => {
    given(agentDecider, [created])
      .when(change({ name: ' Wang Lei', login: 'WANG.LEI', active: true }))
      .thenNothingHappened();
    given(agentDecider, [created]).when(change({})).thenNothingHappened();
  });

  test('may take login and e-mail address away', () => {
    const agent = given(agentDecider, [created])
      .when(change({ login: null, email: null }))
      .then([{ type: 'AgentDetailsChanged', data: { login: null, email: null } }]);
    expect(Object.keys(agent)).not.toContain('login');
    expect(Object.keys(agent)).not.toContain('email');
  });

  test('may take away what is not there: that is nothing', () => {
    given(agentDecider, [{ type: 'AgentCreated', data: { name: 'Wang Lei' } }])
      .when(change({ login: null }))
      .thenNothingHappened();
  });

  test('deactivates and brings back, once', () => {
    given(agentDecider, [created])
      .when(change({ active: false }))
      .then([deactivated]);
    given(agentDecider, [created, deactivated])
      .when(change({ active: false }))
      .thenNothingHappened();
    const agent = given(agentDecider, [created, deactivated])
      .when(change({ active: true, name: 'Lei Wang' }))
      .then([
        { type: 'AgentDetailsChanged', data: { name: 'Lei Wang' } },
        { type: 'AgentReactivated', data: {} },
      ]);
    expect(agent).toMatchObject({ active: true, name: 'Lei Wang' });
  });

  test('needs an agent, and a login of one word', () => {
    given(agentDecider)
      .when(change({ active: false }))
      .thenRefused('agent.notFound');
    given(agentDecider, [created])
      .when(change({ login: 'wang lei' }))
      .thenRefused('login.invalid');
  });
});
