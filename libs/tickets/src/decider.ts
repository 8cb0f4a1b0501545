import type { Decider, DecisionContext, Identities, Reference, Requirement } from '@docket/deciding';
import { RegisterCustomer, customerDecider, customerFold } from '@docket/people';
import { DEFAULT_WORKFLOW, workflowFold } from '@docket/workflow';
import { AssignTicket, ChangeTicketField, ChangeTicketStatus, CommentOnTicket, CreateTicket, TriageTicket } from './commands/index.js';
import { assignTicket, assigneeReferences } from './domain/assignment.js';
import { authorReferences, commentOnTicket } from './domain/comment.js';
import { REQUESTER, createTicket, requesterProblem } from './domain/creation.js';
import type { TicketEvent } from './domain/events.js';
import { ticketFold } from './domain/evolve.js';
import { changeTicketField } from './domain/field.js';
import { given } from './domain/given.js';
import { numberSeries } from './domain/number.js';
import { changeTicketStatus, workflowReferences } from './domain/status.js';
import type { Ticket } from './domain/ticket.js';
import { triageTicket } from './domain/triage.js';

export const ticketDecider: Decider<Ticket, TicketEvent> = {
  ...ticketFold,
  beginsWith: ['TicketCreated'],
  commands: {
    CreateTicket: {
      command: CreateTicket,
      creates: 'fresh',
      decide: createTicket,
      references: (_ticket, command: CreateTicket, identities) => creationReferences(command, identities),
      requires: (_ticket, command: CreateTicket) => requesterRequired(command),
      takesNumber: (command: CreateTicket, context: Pick<DecisionContext, 'now' | 'timeZone'>) => numberSeries(command, context),
    },
    TriageTicket: { command: TriageTicket, decide: triageTicket },
    AssignTicket: {
      command: AssignTicket,
      decide: assignTicket,
      references: (_ticket, command: AssignTicket) => assigneeReferences(command),
    },
    ChangeTicketStatus: { command: ChangeTicketStatus, decide: changeTicketStatus, references: workflowReferences },
    CommentOnTicket: { command: CommentOnTicket, decide: commentOnTicket, references: authorReferences },
    ChangeTicketField: { command: ChangeTicketField, decide: changeTicketField },
  },
};

const creationReferences = ({ requester, assignee }: CreateTicket, identities: Identities): readonly Reference[] => [
  { fold: workflowFold, id: identities.shipped(DEFAULT_WORKFLOW) },
  ...(requester.id ? [{ fold: customerFold, id: requester.id }] : []),
  ...(assignee ? assigneeReferences(assignee) : []),
];

/** A requester who is not named by id is found by e-mail or made. */
const requesterRequired = (command: CreateTicket): readonly Requirement[] => {
  const { id, name, email, phone, department } = command.requester;
  if (id || requesterProblem(command)) return [];
  return [
    {
      label: REQUESTER,
      decider: customerDecider,
      command: Object.assign(new RegisterCustomer(), given({ name, email, phone, department })),
    },
  ];
};
