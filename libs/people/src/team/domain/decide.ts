import { absentTarget, refuse, tidyName } from '@docket/deciding';
import type { Claim, Decision, DecisionContext, FactOf, Reference, Refusal } from '@docket/deciding';
import type { ChangeTeam, CreateTeam } from '../commands/index.js';
import { agentFold } from '../../agent/domain/agent.js';
import { teamNameClaims } from './team.js';
import type { Team, TeamEvent } from './team.js';

export const createTeam = (state: Team | undefined, command: CreateTeam, context: DecisionContext): Decision<TeamEvent> => {
  if (state) return refuse('team.exists', 'there is a team of this id');
  const members = joining(undefined, command);
  const refusal = unknownAgent(members, context);
  if (refusal) return refusal;
  const externalRef = command.externalRef ? { externalRef: { system: command.externalRef.system, id: command.externalRef.id } } : {};
  return [{ type: 'TeamCreated', data: { name: tidyName(command.name), members, ...externalRef } }];
};

export const changeTeam = (state: Team | undefined, command: ChangeTeam, context: DecisionContext): Decision<TeamEvent> => {
  if (!state) return absentTarget('team');
  const added = joining(state, command);
  const refusal = unknownAgent(added, context);
  if (refusal) return refusal;
  const name = command.name === undefined ? state.name : tidyName(command.name);
  const removed = leaving(state, command);
  const facts: FactOf<TeamEvent>[] = name === state.name ? [] : [{ type: 'TeamRenamed', data: { name } }];
  if (added.length > 0 || removed.length > 0) facts.push({ type: 'TeamMembersChanged', data: { added, removed } });
  return facts;
};

/** The agents who come in must exist. */
export const agentsOf = (state: Team | undefined, command: CreateTeam | ChangeTeam): readonly Reference[] =>
  joining(state, command).map((id) => ({ fold: agentFold, id }));

export const claimsOfCreate = (_state: Team | undefined, { name }: CreateTeam): readonly Claim[] => teamNameClaims(name);

export const claimsOfChange = (state: Team | undefined, { name }: ChangeTeam): readonly Claim[] => {
  const after = name ?? state?.name;
  return after === undefined ? [] : teamNameClaims(after);
};

const joining = (state: Team | undefined, { members }: CreateTeam | ChangeTeam): readonly string[] =>
  [...new Set(members ?? [])].filter((member) => !state?.members.includes(member));

/** Without a word on members nobody leaves. */
const leaving = (state: Team, { members }: ChangeTeam): readonly string[] =>
  members === undefined ? [] : state.members.filter((member) => !members.includes(member));

const unknownAgent = (members: readonly string[], context: DecisionContext): Refusal | undefined => {
  const index = members.findIndex((id) => context.reference(agentFold, id) === undefined);
  return index < 0
    ? undefined
    : refuse('agent.notFound', `there is no agent ${members[index]}`, { kind: 'unprocessable', field: 'members' });
};
