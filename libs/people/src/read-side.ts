import type { ReadSide } from '@docket/projecting';
import { agentEvents } from './agent/domain/agent.js';
import { agents } from './agent/projections/agents.js';
import { customerEvents } from './customer/domain/customer.js';
import { customers } from './customer/projections/customers.js';
import { teamEvents } from './team/domain/team.js';
import { teams } from './team/projections/teams.js';

export const peopleReadSide: ReadSide = {
  name: 'people',
  events: [...agentEvents, ...teamEvents, ...customerEvents],
  projections: () => [agents, teams, customers],
};
