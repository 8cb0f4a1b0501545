import { given } from '@docket/deciding/testing';
import type { TestCircumstances } from '@docket/deciding/testing';
import { agentFold } from '../agent/domain/agent.js';
import { ChangeTeam, CreateTeam } from './commands/index.js';
import { teamDecider } from './decider.js';

const [anna, bo, chen] = ['a1', 'b2', 'c3'] as const;
const agents: TestCircumstances = {
  references: [anna, bo].map((id) => ({ fold: agentFold, id, facts: [{ type: 'AgentCreated', data: { name: id } }] })),
};

const create = (fields: Partial<CreateTeam>) => Object.assign(new CreateTeam(), { name: 'Network' }, fields);
const change = (fields: ChangeTeam) => Object.assign(new ChangeTeam(), fields);
const created = { type: 'TeamCreated', data: { name: 'Network', members: [anna] } } as const;

describe('a new team', () => {
  test('has a tidy name, and each member once', () => {
    given(teamDecider)
      .when(create({ name: ' Network ', members: [anna, bo, anna] }), agents)
      .then([{ type: 'TeamCreated', data: { name: 'Network', members: [anna, bo] } }]);
  });

  test('may have no members yet', () => {
    given(teamDecider)
      .when(create({}))
      .then([{ type: 'TeamCreated', data: { name: 'Network', members: [] } }]);
  });

  test('keeps where it is known elsewhere', () => {
    given(teamDecider)
      .when(create({ externalRef: { system: 'servicenow', id: 'Group 70' } }))
      .then([{ type: 'TeamCreated', data: { name: 'Network', members: [], externalRef: { system: 'servicenow', id: 'Group 70' } } }]);
  });

  test('has agents for members', () => {
    const refusal = given(teamDecider)
      .when(create({ members: [anna, chen] }), agents)
      .thenRefused('agent.notFound');
    expect(refusal).toMatchObject({ kind: 'unprocessable', field: 'members' });
  });

  test('does not take the place of another one', () => {
    given(teamDecider, [created]).when(create({})).thenRefused('team.exists');
  });
});

describe('a change of a team', () => {
  test('of its members says who came and who left', () => {
    const team = given(teamDecider, [created])
      .when(change({ members: [bo] }), agents)
      .then([{ type: 'TeamMembersChanged', data: { added: [bo], removed: [anna] } }]);
    expect(team.members).toEqual([bo]);
  });

  test('keeps members who are there, known or not any more', () => {
    given(teamDecider, [created])
      .when(change({ members: [anna, bo] }), { references: agents.references?.slice(1) ?? [] })
      .then([{ type: 'TeamMembersChanged', data: { added: [bo], removed: [] } }]);
  });

  test('of its name leaves the members alone', () => {
    const team = given(teamDecider, [created])
      .when(change({ name: 'Network and telephony' }))
      .then([{ type: 'TeamRenamed', data: { name: 'Network and telephony' } }]);
    expect(team).toMatchObject({ name: 'Network and telephony', members: [anna] });
  });

  test('may let all go', () => {
    given(teamDecider, [created])
      .when(change({ members: [] }))
      .then([{ type: 'TeamMembersChanged', data: { added: [], removed: [anna] } }]);
  });

  test('that changes nothing is no event', () => {
    given(teamDecider, [created])
      .when(change({ name: 'Network', members: [anna, anna] }), agents)
      .thenNothingHappened();
    given(teamDecider, [created]).when(change({})).thenNothingHappened();
  });

  test('needs a team and agents', () => {
    given(teamDecider)
      .when(change({ name: 'Network' }))
      .thenRefused('team.notFound');
    given(teamDecider, [created])
      .when(change({ members: [chen] }), agents)
      .thenRefused('agent.notFound');
  });
});
