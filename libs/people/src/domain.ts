export { agentFold, type Agent, type AgentEvent } from './agent/domain/agent.js';
export { teamFold, type Team, type TeamEvent } from './team/domain/team.js';
export { customerCard, customerFold, isJoined } from './customer/domain/customer.js';
export type { Customer, CustomerCard, CustomerEvent, CustomerState } from './customer/domain/customer.js';
export { externalRefTerm, type ExternalRef } from './domain/external-ref.js';
export { normaliseEmail } from './domain/email.js';
export {
  DEPARTMENT_LENGTH_MAX,
  EXTERNAL_ID_LENGTH_MAX,
  EXTERNAL_SYSTEM_LENGTH_MAX,
  NAME_LENGTH_MAX,
  PHONE_LENGTH_MAX,
} from './domain/limits.js';
