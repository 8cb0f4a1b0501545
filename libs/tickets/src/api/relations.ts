import type { Relation, Subscription } from '@docket/gateway';
import type { JsonObject } from '@docket/event-store';
import { subjectIdOf } from '@docket/event-store';
import { ticketEventTypes } from '../domain/events.js';

const textIn = (thing: JsonObject, name: string): readonly string[] => (typeof thing[name] === 'string' ? [thing[name]] : []);

const ofTicket = { on: 'Ticket', kind: 'asked', parameterNames: ['id'], parameters: ({ id }: JsonObject) => ({ id }) } as const;
const ofCustomer = {
  field: 'tickets',
  description: 'The customer’s tickets',
  operation: 'listTickets',
  kind: 'asked',
  parameterNames: ['requester'],
  parameters: ({ id }: JsonObject) => ({ requester: [id] }),
} as const;

export const ticketRelations: readonly Relation[] = [
  { ...ofTicket, field: 'timeline', description: 'What happened to it, for people', operation: 'getTicketTimeline' },
  { ...ofTicket, field: 'history', description: 'Every event of it', operation: 'getTicketHistory' },
  { ...ofCustomer, on: 'Customer' },
  { ...ofCustomer, on: 'Requester' },
  {
    on: 'Assignee',
    field: 'agent',
    description: 'The agent who works on it',
    operation: 'getAgent',
    kind: 'document',
    projection: 'agents',
    collection: 'agents',
    ids: (assignee) => textIn(assignee, 'agentId'),
  },
  {
    on: 'Assignee',
    field: 'team',
    description: 'The team that works on it',
    operation: 'getTeam',
    kind: 'document',
    projection: 'teams',
    collection: 'teams',
    ids: (assignee) => textIn(assignee, 'teamId'),
  },
];

export const ticketSubscriptions: readonly Subscription[] = [
  {
    name: 'ticketChanged',
    summary: 'A ticket after each change of it, once it can be read; without an id, any ticket that may be seen',
    operation: 'getTicket',
    events: ticketEventTypes.map(({ type }) => type),
    subjectOf: ({ stream }) => subjectIdOf(stream),
  },
];
