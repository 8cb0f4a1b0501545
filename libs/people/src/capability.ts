import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { peopleRelations } from './api/relations.js';
import { peopleRefusals } from './api/refusals.js';
import { agentOperations } from './agent/api/operations.js';
import { GetAgentHandler, ListAgentsHandler } from './agent/api/queries.js';
import { CreateAgent } from './agent/commands/index.js';
import { agentDecider } from './agent/decider.js';
import { customerOperations } from './customer/api/operations.js';
import { GetCustomerHandler, ListCustomersHandler } from './customer/api/queries.js';
import { customerDecider } from './customer/decider.js';
import { peopleReadSide } from './read-side.js';
import { Memberships } from './team/api/memberships.js';
import { teamOperations } from './team/api/operations.js';
import { GetTeamHandler, ListTeamsHandler } from './team/api/queries.js';
import { teamDecider } from './team/decider.js';

@Module({
  providers: [ListAgentsHandler, GetAgentHandler, ListTeamsHandler, GetTeamHandler, ListCustomersHandler, GetCustomerHandler, Memberships],
  exports: [Memberships],
})
export class PeopleModule {}

/** The name under which the administrator's agent ships: its id is `identities.shipped(ADMINISTRATOR)`. */
export const ADMINISTRATOR = 'administrator';

const administrator = Object.assign(new CreateAgent(), { name: 'Administrator', login: 'admin' });

export const people: Capability = {
  ...peopleReadSide,
  deciders: [agentDecider, teamDecider, customerDecider],
  relations: peopleRelations,
  operations: [...agentOperations, ...teamOperations, ...customerOperations],
  refusals: peopleRefusals,
  shipped: [{ name: ADMINISTRATOR, decider: agentDecider, command: administrator }],
  module: PeopleModule,
};
