import { page } from '@docket/gateway';
import type { Operation } from '@docket/gateway';
import { teamAnswer } from '../../api/answers.js';
import { ChangeTeam, CreateTeam } from '../commands/index.js';
import { teamDecider } from '../decider.js';
import { GetTeam, ListTeams } from './queries.js';

const tag = 'Teams';
const readers = ['administrator', 'supervisor', 'agent', 'auditor'] as const;

export const teamOperations: readonly Operation[] = [
  {
    name: 'listTeams',
    summary: 'Teams, by name',
    tag,
    method: 'GET',
    path: '/teams',
    roles: readers,
    analyst: 'whole',
    kind: 'query',
    query: ListTeams,
    answer: page(teamAnswer),
    example: { limit: 20 },
  },
  {
    name: 'createTeam',
    summary: 'Makes a team',
    tag,
    method: 'POST',
    path: '/teams',
    roles: ['administrator', 'supervisor'],
    kind: 'command',
    decider: teamDecider,
    command: CreateTeam,
    answer: teamAnswer,
    example: { name: 'Network', members: [] },
    refusals: ['agent.notFound', 'teamName.taken'],
  },
  {
    name: 'getTeam',
    summary: 'A team and its members',
    tag,
    method: 'GET',
    path: '/teams/:id',
    roles: readers,
    analyst: 'whole',
    kind: 'query',
    query: GetTeam,
    answer: teamAnswer,
    refusals: ['team.notFound'],
  },
  {
    name: 'changeTeam',
    summary: 'Changes a team’s name or its members',
    tag,
    method: 'PATCH',
    path: '/teams/:id',
    roles: ['administrator', 'supervisor'],
    kind: 'command',
    decider: teamDecider,
    command: ChangeTeam,
    answer: teamAnswer,
    example: { name: 'Network and telephony' },
    refusals: ['team.notFound', 'agent.notFound', 'teamName.taken'],
  },
];
