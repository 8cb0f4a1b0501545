import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';

const onTicket = [
  'ticket.notFound',
  'occurredAt.invalid',
  'occurredAt.future',
  'occurredAt.tooEarly',
  'occurredAt.beforeCreation',
] as const;

/** The codes with which commands on tickets are refused, by command: what callers may rely on. */
export const REFUSALS = {
  CreateTicket: [
    'requester.notYou',
    'field.notForRequesters',
    'requester.incomplete',
    'requester.ambiguous',
    'requester.notFound',
    'agent.notFound',
    'agent.inactive',
    'team.notFound',
    'category.invalid',
    'customField.invalid',
    'customField.tooMany',
    'problemStartedAt.later',
    'workflow.notFound',
    'occurredAt.invalid',
    'occurredAt.future',
    'occurredAt.tooEarly',
  ],
  TriageTicket: [...onTicket, 'ticket.closed', 'category.invalid'],
  AssignTicket: [...onTicket, 'ticket.closed', 'agent.notFound', 'agent.inactive', 'team.notFound'],
  ChangeTicketStatus: [
    ...onTicket,
    'ticket.closed',
    'transition.notAllowed',
    'status.unknown',
    'waitingOn.notPaused',
    'until.notPaused',
    'until.notInFuture',
    'resolution.notEnded',
    'closing.notClosed',
    'trigger.notReopening',
    'workflow.notFound',
  ],
  CommentOnTicket: [
    ...onTicket,
    'ticket.closed',
    'author.required',
    'agent.notFound',
    'requester.notFound',
    'visibility.notForRequesters',
    'field.notForRequesters',
  ],
  ChangeTicketField: [...onTicket, 'ticket.closed', 'value.required', 'customField.invalid', 'customField.tooMany'],
} as const;

export const ticketNotFound = (): Refusal => refuse('ticket.notFound', 'there is no such ticket', { kind: 'notFound' });

export const ticketClosed = (): Refusal => refuse('ticket.closed', 'the ticket is closed: reopen it first');

/** The command's field can't be as it is, whatever the ticket. */
export const invalid = (code: string, message: string, field: string): Refusal => refuse(code, message, { kind: 'invalid', field });

/** What the field names is not there, or can't be used. */
export const unusable = (code: string, message: string, field: string): Refusal => refuse(code, message, { kind: 'unprocessable', field });
