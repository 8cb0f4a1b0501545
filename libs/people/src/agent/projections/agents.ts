import { sortableName } from '@docket/deciding';
import { fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import { streamFields, type Fields, type Projection } from '@docket/projecting';
import { externalRefTerm } from '../../domain/external-ref.js';
import { externalRefField } from '../../external-ref-field.js';
import { agentEvents, agentFold, evolveAgent } from '../domain/agent.js';
import type { Agent, AgentEvent } from '../domain/agent.js';

const agentFields: Fields<Agent> = {
  ...streamFields,
  name: { type: 'string', meaning: 'The name', example: 'Ada Winter' },
  login: { type: 'string', meaning: 'By what the agent is known, unique; one signs in by the login of the account', example: 'ada' },
  email: { type: 'string', meaning: 'The address', example: 'ada@example.org' },
  active: { type: 'boolean', meaning: 'False: is assigned nothing more', example: true },
  externalRef: externalRefField,
};

/** One row an agent: its state. */
export const agents: Projection<Agent, AgentEvent> = {
  name: 'agents',
  // The second that this fold has: with the order `created`.
  version: `${agentFold.version}.2`,
  rows: {
    name: 'agents',
    meaning: 'Who works on tickets.',
    fields: agentFields,
    terms: (agent) => agentTerms(agent).filter(fitsTerm),
    orders: { name: { by: ({ name }) => sortableName(name) }, created: { by: ({ createdAt }) => createdAt } },
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
