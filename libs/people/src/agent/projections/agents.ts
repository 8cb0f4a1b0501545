import { sortableName } from '@docket/deciding';
import { fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { externalRefTerm } from '../../domain/external-ref.js';
import { agentEvents, agentFold, evolveAgent } from '../domain/agent.js';
import type { Agent, AgentEvent } from '../domain/agent.js';

/** One row an agent: its state. */
export const agents: Projection<Agent, AgentEvent> = {
  name: 'agents',
  version: `${agentFold.version}`,
  rows: {
    name: 'agents',
    terms: (agent) => agentTerms(agent).filter(fitsTerm),
    orders: { name: { by: ({ name }) => sortableName(name) } },
  },
  events: agentEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveAgent,
};

const agentTerms = ({ active, login, email, externalRef }: Agent): readonly string[] => [
  activeTerm(active),
  ...(login === undefined ? [] : [loginTerm(login)]),
  ...(email === undefined ? [] : [emailTerm(email)]),
  ...(externalRef ? [externalRefTerm(externalRef)] : []),
];

export const activeTerm = (active: boolean): string => `active:${active}`;
export const loginTerm = (login: string): string => `login:${login}`;
export const emailTerm = (email: string): string => `email:${email}`;
