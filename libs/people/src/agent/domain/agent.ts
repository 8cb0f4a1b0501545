import { eventType } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { subjectAfter } from '@docket/deciding';
import type { Claim, StreamFold, Subject } from '@docket/deciding';
import { changed } from '../../domain/details.js';
import type { Changes } from '../../domain/details.js';
import { normaliseLogin } from '../../domain/login.js';
import type { ExternalRef } from '../../domain/external-ref.js';

/** Who works on tickets. Signing in is the account's: it has a login of its own. */
export interface AgentDetails {
  readonly name: string;
  /** Normalised; unique. */
  readonly login?: string;
  readonly email?: string;
}

export interface Agent extends Subject, AgentDetails {
  /** An inactive agent keeps what is assigned, and is assigned nothing more. */
  readonly active: boolean;
  readonly externalRef?: ExternalRef;
}

export type AgentCreated = StreamEvent<'AgentCreated', AgentDetails & { readonly externalRef?: ExternalRef }>;
export type AgentDetailsChanged = StreamEvent<'AgentDetailsChanged', Changes<AgentDetails>>;
export type AgentDeactivated = StreamEvent<'AgentDeactivated'>;
export type AgentReactivated = StreamEvent<'AgentReactivated'>;
export type AgentEvent = AgentCreated | AgentDetailsChanged | AgentDeactivated | AgentReactivated;

const personal = { personalOf: 'stream' } as const;

export const agentEvents = [
  eventType<AgentCreated['data']>()('AgentCreated', 1, { name: personal, login: personal, email: personal, externalRef: personal }),
  eventType<AgentDetailsChanged['data']>()('AgentDetailsChanged', 1, { name: personal, login: personal, email: personal }),
  eventType<AgentDeactivated['data']>()('AgentDeactivated', 1, {}),
  eventType<AgentReactivated['data']>()('AgentReactivated', 1, {}),
] as const;

export const evolveAgent = (state: Agent | undefined, event: AgentEvent): Agent => {
  const subject = subjectAfter(state, event);
  if (event.type === 'AgentCreated') return { ...subject, ...event.data, active: true };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  switch (event.type) {
    case 'AgentDetailsChanged':
      return { ...changed<Agent>(state, event.data), ...subject };
    case 'AgentDeactivated':
      return { ...state, ...subject, active: false };
    case 'AgentReactivated':
      return { ...state, ...subject, active: true };
  }
};

export const agentFold: StreamFold<Agent, AgentEvent> = { category: 'agent', version: 1, evolve: evolveAgent };

export const loginClaims = (login: string | null | undefined): readonly Claim[] =>
  login ? [{ kind: 'login', name: normaliseLogin(login) }] : [];
