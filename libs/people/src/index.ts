export { people, PeopleModule, ADMINISTRATOR } from './capability.js';

export { agentDecider } from './agent/decider.js';
export { CreateAgent } from './agent/commands/index.js';
export { agentFold, type Agent, type AgentEvent } from './agent/domain/agent.js';

export { teamDecider } from './team/decider.js';
export { CreateTeam } from './team/commands/index.js';
export { teamFold, type Team, type TeamEvent } from './team/domain/team.js';
export { Memberships, TEAMS_OF_AGENT_MAX } from './team/api/memberships.js';

export { customerDecider, customerIdOf } from './customer/decider.js';
export { RegisterCustomer } from './customer/commands/index.js';
export { customerCard, customerFold, isJoined } from './customer/domain/customer.js';
export type { Customer, CustomerCard, CustomerEvent, CustomerState } from './customer/domain/customer.js';
export { customers as customersProjection } from './customer/projections/customers.js';
export { CustomerTickets } from './customer/api/customer-tickets.js';

export { ExternalRefInput } from './commands/details.js';
export { externalRefTerm, type ExternalRef } from './domain/external-ref.js';
export { normaliseEmail } from './domain/email.js';
export {
  DEPARTMENT_LENGTH_MAX,
  EXTERNAL_ID_LENGTH_MAX,
  EXTERNAL_SYSTEM_LENGTH_MAX,
  NAME_LENGTH_MAX,
  PHONE_LENGTH_MAX,
} from './domain/limits.js';
export { agentAnswer, customerAnswer, customerCardAnswer, externalRefAnswer, teamAnswer } from './api/answers.js';
