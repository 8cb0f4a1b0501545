import { page } from '@docket/gateway';
import type { CommandOperation, Operation } from '@docket/gateway';
import { TEAMS_OF_AGENT_MAX } from '@docket/people';
import { historyEntryAnswer, ticketAnswer, timelineEntryAnswer } from './answers.js';
import { AssignTicket, ChangeTicketField, ChangeTicketStatus, CommentOnTicket, CreateTicket, TriageTicket } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import { REFUSALS } from '../domain/refusals.js';
import type { Ticket } from '../domain/ticket.js';
import { GetTicket } from './get-ticket.js';
import { ListTickets } from './list-tickets.js';
import { presentTicket } from './present-ticket.js';
import { GetTicketHistory } from './ticket-history.js';
import { GetTicketTimeline } from './ticket-timeline.js';
import { commentOwn, createOwn, impersonalEntry, impersonalTicket, ownHistoryEntry, ownTicket, ownTimelineEntry } from './views.js';

const tag = 'Tickets';
const readers = ['administrator', 'supervisor', 'agent', 'auditor'] as const;
const writers = ['administrator', 'supervisor', 'agent'] as const;

/** What all commands on tickets share. */
const command: Pick<CommandOperation, 'tag' | 'method' | 'roles' | 'kind' | 'decider' | 'present' | 'answer'> = {
  tag,
  method: 'POST',
  roles: writers,
  kind: 'command',
  decider: ticketDecider,
  answer: ticketAnswer,
  // The decider's states are tickets.
  present: (state, streams) => presentTicket(state as Ticket, streams),
};

const query = { tag, method: 'GET', roles: readers, kind: 'query' } as const;

export const ticketOperations: readonly Operation[] = [
  {
    ...command,
    name: 'createTicket',
    requester: createOwn,
    summary: 'Opens a ticket',
    description:
      'The requester is found by e-mail address, or made; or named by id. Impact and urgency together give the priority by a matrix, unless `priority` says it.',
    path: '/tickets',
    command: CreateTicket,
    example: {
      subject: 'Parcel late',
      description: 'Promised for Monday, still not here.',
      requester: { name: 'Customer A', email: 'customer.a@example.com' },
      priority: 'P2',
      tags: ['parcel'],
    },
    refusals: REFUSALS.CreateTicket,
  },
  {
    ...query,
    name: 'listTickets',
    analyst: impersonalTicket,
    requester: ownTicket,
    summary: 'Tickets by a filter, a page at a time',
    description: `Several values of a parameter are alternatives: \`status=open,pending\`; in a query string, a comma within a value is written \`\\,\`. Several parameters must all hold. \`assignee\` takes ids of agents, \`me\` and \`none\`, \`team\` ids of teams, \`mine\` (the first ${TEAMS_OF_AGENT_MAX} by name, where an agent is in more) and \`none\`, \`requester\` ids of customers; \`category\` stands for what is below it too; \`cf=site:hcm\` asks for a custom field.`,
    path: '/tickets',
    query: ListTickets,
    answer: page(ticketAnswer),
    example: { status: ['open', 'pending'], priority: ['P1', 'P2'], sort: 'priority' },
    refusals: ['filter.tooManyValues', 'filter.notSeen'],
  },
  {
    ...query,
    name: 'getTicket',
    analyst: impersonalTicket,
    requester: ownTicket,
    summary: 'A ticket as it is, as it was after a revision, or as it was at a moment',
    description:
      '`at` asks what was known then (`axis=recorded`) or, as far as is known now, what was the case then (`axis=occurred`). The requester is shown as known now.',
    path: '/tickets/:id',
    query: GetTicket,
    answer: ticketAnswer,
    example: { revision: 0 },
    refusals: ['ticket.notFound', 'moment.unclear'],
  },
  {
    ...query,
    name: 'getTicketHistory',
    analyst: impersonalEntry,
    requester: ownHistoryEntry,
    summary: 'Every event of a ticket, with its digest',
    path: '/tickets/:id/history',
    query: GetTicketHistory,
    answer: page(historyEntryAnswer),
    refusals: ['ticket.notFound'],
  },
  {
    ...query,
    name: 'getTicketTimeline',
    analyst: impersonalEntry,
    requester: ownTimelineEntry,
    summary: 'What happened to a ticket, for people',
    path: '/tickets/:id/timeline',
    query: GetTicketTimeline,
    answer: page(timelineEntryAnswer),
    refusals: ['ticket.notFound'],
  },
  {
    ...command,
    name: 'triageTicket',
    summary: 'Settles what a ticket is and how pressing',
    description: 'What is left out stays. A change of impact or urgency gives the priority by the matrix, unless `priority` says it.',
    path: '/tickets/:id/triage',
    command: TriageTicket,
    example: { impact: 'high', urgency: 'medium', category: ['network', 'vpn'] },
    refusals: REFUSALS.TriageTicket,
  },
  {
    ...command,
    name: 'assignTicket',
    summary: 'Gives a ticket to an agent, a team or both',
    description: 'What is left out stays, null takes it away.',
    path: '/tickets/:id/assignment',
    command: AssignTicket,
    example: { agentId: null, reason: 'back to the team' },
    refusals: REFUSALS.AssignTicket,
  },
  {
    ...command,
    name: 'changeTicketStatus',
    summary: 'Moves a ticket as its workflow allows: resolve, close, reopen',
    path: '/tickets/:id/status',
    command: ChangeTicketStatus,
    example: { status: 'resolved', reason: 'delivered', resolution: { kind: 'fixed', solution: 'Found at the depot' } },
    refusals: REFUSALS.ChangeTicketStatus,
  },
  {
    ...command,
    name: 'commentOnTicket',
    requester: commentOwn,
    summary: 'Adds a reply or a note',
    path: '/tickets/:id/comments',
    command: CommentOnTicket,
    example: { body: 'It arrives tomorrow morning.', visibility: 'public' },
    refusals: REFUSALS.CommentOnTicket,
  },
  {
    ...command,
    name: 'changeTicketField',
    summary: 'Sets a custom field, or takes it away',
    path: '/tickets/:id/fields',
    command: ChangeTicketField,
    example: { key: 'site', value: 'hcm' },
    refusals: REFUSALS.ChangeTicketField,
  },
];
