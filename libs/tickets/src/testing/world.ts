import type { FactOf } from '@docket/deciding';
import { TEST_ACTOR, TEST_NOW, testIdentities, type GivenStream } from '@docket/deciding/testing';
import { agentFold, customerFold, teamFold } from '@docket/people';
import { DEFAULT_WORKFLOW, defaultWorkflow, workflowFold } from '@docket/workflow';
import type { TicketCreated, TicketEvent, TicketStatusChanged } from '../domain/events.js';

/** Who and what the tests of tickets have around them. */

const id = (last: string): string => `018f8c7e-0000-7000-8000-${last.padStart(12, '0')}`;

export const REQUESTER_ID = id('a1');
export const AGENT_ID = id('a2');
export const INACTIVE_AGENT_ID = id('a3');
export const TEAM_ID = id('a4');
export const JOINED_REQUESTER_ID = id('a5');
export const NOBODY_ID = id('aff');
export const WORKFLOW_ID = testIdentities.shipped(DEFAULT_WORKFLOW);
export const WORKFLOW = { id: WORKFLOW_ID, revision: 0 };

export const references: readonly GivenStream[] = [
  { fold: workflowFold, id: WORKFLOW_ID, facts: [{ type: 'WorkflowDefined', data: defaultWorkflow }] },
  { fold: agentFold, id: AGENT_ID, facts: [{ type: 'AgentCreated', data: { name: 'Wang' } }] },
  {
    fold: agentFold,
    id: INACTIVE_AGENT_ID,
    facts: [
      { type: 'AgentCreated', data: { name: 'Li' } },
      { type: 'AgentDeactivated', data: {} },
    ],
  },
  { fold: teamFold, id: TEAM_ID, facts: [{ type: 'TeamCreated', data: { name: 'Parcels', members: [AGENT_ID] } }] },
  { fold: customerFold, id: REQUESTER_ID, facts: [{ type: 'CustomerRegistered', data: { name: 'Customer A' } }] },
  { fold: customerFold, id: JOINED_REQUESTER_ID, facts: [{ type: 'CustomerJoined', data: { into: REQUESTER_ID } }] },
];

/** When the ticket of the tests was reported: an hour before their commands are decided. */
export const REPORTED = '2024-05-20T07:00:00.000Z';
export const NOW = TEST_NOW;

export const aTicket: TicketCreated = {
  number: '20240520-001',
  subject: 'Parcel late',
  description: 'Still not here',
  format: 'plain',
  requesterId: REQUESTER_ID,
  channel: 'api',
  type: 'incident',
  category: [],
  priority: 'P3',
  basis: 'default',
  status: 'new',
  statusCategory: 'new',
  workflow: WORKFLOW,
  tags: [],
  customFields: {},
};

type TicketFact = FactOf<TicketEvent>;

/** The ticket's first fact, with what the test is about. */
export const opened = (data: Partial<TicketCreated> = {}): TicketFact => ({
  type: 'TicketCreated',
  data: { ...aTicket, ...data },
  occurredAt: REPORTED,
});

type Status = Pick<TicketStatusChanged, 'to' | 'toCategory'>;
export const OPEN: Status = { to: 'open', toCategory: 'open' };
export const PENDING: Status = { to: 'pending', toCategory: 'paused' };
export const RESOLVED: Status = { to: 'resolved', toCategory: 'resolved' };
export const CLOSED: Status = { to: 'closed', toCategory: 'closed' };
const NEW: Status = { to: 'new', toCategory: 'new' };

/** A move, by default from new. */
export const moved = (to: Status, more: Partial<TicketStatusChanged> = {}, from: Status = NEW): TicketFact => ({
  type: 'TicketStatusChanged',
  data: { requesterId: REQUESTER_ID, from: from.to, fromCategory: from.toCategory, ...to, workflow: WORKFLOW, ...more },
});

/** A command with these fields. */
export const command = <Command extends object>(type: new () => Command, fields: Partial<Command> = {}): Command =>
  Object.assign(new type(), fields);

export const TICKET_ID = id('b1');

/** The events of one ticket's stream, each recorded at NOW unless it says otherwise. Positions begin at `first`. */
export const eventsOf = (
  facts: readonly { readonly fact: TicketFact; readonly recordedAt?: string }[],
  { ticketId = TICKET_ID, first = 1 }: { readonly ticketId?: string; readonly first?: number } = {},
): readonly TicketEvent[] =>
  facts.map(({ fact: { type, data, occurredAt }, recordedAt = NOW }, revision) => {
    const metadata = {
      schemaVersion: 1,
      recordedAt,
      occurredAt: occurredAt ?? recordedAt,
      actor: TEST_ACTOR,
      via: 'rest',
      commandId: id('c1'),
    };
    const position = String(first + revision).padStart(20, '0');
    return { id: id(`e${revision}`), stream: `ticket-${ticketId}`, revision, position, type, data, metadata } as TicketEvent;
  });
