import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { peopleRelations } from './api/relations.js';
import { peopleRefusals } from './api/refusals.js';
import { agentOperations } from './agent/api/operations.js';
import { GetAgentHandler, ListAgentsHandler } from './agent/api/queries.js';
import { CreateAgent } from './agent/commands/index.js';
import { agentDecider } from './agent/decider.js';
import { agentEvents } from './agent/domain/agent.js';
import { agents } from './agent/projections/agents.js';
import { customerOperations } from './customer/api/operations.js';
import { GetCustomerHandler, ListCustomersHandler } from './customer/api/queries.js';
import { customerDecider } from './customer/decider.js';
import { customerEvents } from './customer/domain/customer.js';
import { customers } from './customer/projections/customers.js';
import { Memberships } from './team/api/memberships.js';
import { teamOperations } from './team/api/operations.js';
import { GetTeamHandler, ListTeamsHandler } from './team/api/queries.js';
import { teamDecider } from './team/decider.js';
import { teamEvents } from './team/domain/team.js';
import { teams } from './team/projections/teams.js';

@Module({
  providers: [ListAgentsHandler, GetAgentHandler, ListTeamsHandler, GetTeamHandler, ListCustomersHandler, GetCustomerHandler, Memberships],
  exports: [Memberships],
})
export class PeopleModule {}

/** The name under which the administrator's agent ships: its id is `identities.shipped(ADMINISTRATOR)`. */
export const ADMINISTRATOR = 'administrator';

const administrator = Object.assign(new CreateAgent(), { name: 'Administrator', login: 'admin' });

export const people: Capability = {
  name: 'people',
  events: [...agentEvents, ...teamEvents, ...customerEvents],
  deciders: [agentDecider, teamDecider, customerDecider],
  projections: () => [agents, teams, customers],
  relations: peopleRelations,
  operations: [...agentOperations, ...teamOperations, ...customerOperations],
  refusals: peopleRefusals,
  shipped: [{ name: ADMINISTRATOR, decider: agentDecider, command: administrator }],
  module: PeopleModule,
};
