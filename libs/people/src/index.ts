export * from './domain.js';
export { people, PeopleModule, ADMINISTRATOR } from './capability.js';

export { agentDecider } from './agent/decider.js';
export { CreateAgent } from './agent/commands/index.js';

export { teamDecider } from './team/decider.js';
export { CreateTeam } from './team/commands/index.js';
export { Memberships, TEAMS_OF_AGENT_MAX } from './team/api/memberships.js';

export { customerDecider, customerIdOf } from './customer/decider.js';
export { RegisterCustomer } from './customer/commands/index.js';
export { customers as customersProjection } from './customer/projections/customers.js';
export { CustomerTickets } from './customer/api/customer-tickets.js';

export { ExternalRefInput } from './commands/details.js';
export { agentAnswer, customerAnswer, customerCardAnswer, externalRefAnswer, teamAnswer } from './api/answers.js';
