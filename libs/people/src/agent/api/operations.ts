import { personalFields, without } from '@docket/access';
import { page } from '@docket/gateway';
import type { Operation } from '@docket/gateway';
import { agentAnswer } from '../../api/answers.js';
import { ChangeAgent, CreateAgent } from '../commands/index.js';
import { agentDecider } from '../decider.js';
import { agentEvents } from '../domain/agent.js';
import { GetAgent, ListAgents } from './queries.js';

const tag = 'Agents';
const readers = ['administrator', 'supervisor', 'agent', 'auditor'] as const;

/** An agent without what is said of a person. */
const impersonalAgent = without(personalFields(agentEvents));

export const agentOperations: readonly Operation[] = [
  {
    name: 'listAgents',
    summary: 'Agents, by name; for analysts, who see no names, by age',
    tag,
    method: 'GET',
    path: '/agents',
    roles: readers,
    analyst: impersonalAgent,
    kind: 'query',
    query: ListAgents,
    answer: page(agentAnswer),
    example: { active: true },
    refusals: ['filter.notSeen'],
  },
  {
    name: 'createAgent',
    summary: 'Makes an agent',
    tag,
    method: 'POST',
    path: '/agents',
    roles: ['administrator'],
    kind: 'command',
    decider: agentDecider,
    command: CreateAgent,
    answer: agentAnswer,
    example: { name: 'Wang Lei', login: 'wang.lei', email: 'wang.lei@example.com' },
    refusals: ['login.invalid', 'login.taken'],
  },
  {
    name: 'getAgent',
    summary: 'An agent',
    tag,
    method: 'GET',
    path: '/agents/:id',
    roles: readers,
    analyst: impersonalAgent,
    kind: 'query',
    query: GetAgent,
    answer: agentAnswer,
    refusals: ['agent.notFound'],
  },
  {
    name: 'changeAgent',
    summary: 'Changes an agent’s name, login or e-mail address, or whether the agent is active',
    tag,
    method: 'PATCH',
    path: '/agents/:id',
    roles: ['administrator'],
    kind: 'command',
    decider: agentDecider,
    command: ChangeAgent,
    answer: agentAnswer,
    example: { active: false },
    refusals: ['agent.notFound', 'login.invalid', 'login.taken'],
  },
];
