import type { Decider } from '@docket/deciding';
import { ChangeAgent, CreateAgent } from './commands/index.js';
import { agentFold, loginClaims } from './domain/agent.js';
import type { Agent, AgentEvent } from './domain/agent.js';
import { changeAgent, claimsOfChange, claimsOfCreate, createAgent } from './domain/decide.js';

export const agentDecider: Decider<Agent, AgentEvent> = {
  ...agentFold,
  holds: ({ login }) => loginClaims(login),
  commands: {
    CreateAgent: { command: CreateAgent, creates: 'fresh', decide: createAgent, claims: claimsOfCreate },
    ChangeAgent: { command: ChangeAgent, decide: changeAgent, claims: claimsOfChange },
  },
};
