import { isRefusal } from '@docket/deciding';
import type { Decision, DecisionContext, Reference, Refusal } from '@docket/deciding';
import { agentFold, customerFold } from '@docket/people/domain';
import type { CommentOnTicket } from '../commands/index.js';
import type { TicketEvent } from './events.js';
import { given } from './given.js';
import { happened } from './happened.js';
import { invalid, ticketClosed, ticketNotFound, unusable } from './refusals.js';
import type { Ticket } from './ticket.js';
import { DEFAULT_CHANNEL, DEFAULT_FORMAT, type Author } from './vocabulary.js';

/** A closed ticket takes notes, but no word that the requester would see. */
export const commentOnTicket = (ticket: Ticket | undefined, command: CommentOnTicket, context: DecisionContext): Decision<TicketEvent> => {
  if (!ticket) return ticketNotFound();
  if (ticket.statusCategory === 'closed' && command.visibility === 'public') return ticketClosed();
  const when = happened(command.occurredAt, context, ticket);
  if (isRefusal(when)) return when;
  const author = authorOf(ticket, command, context);
  if (isRefusal(author)) return author;
  const data = {
    requesterId: ticket.requesterId,
    messageId: context.newId('message'),
    body: command.body,
    format: command.format ?? DEFAULT_FORMAT,
    visibility: command.visibility,
    author,
    direction: command.direction ?? (author.kind === 'requester' ? ('in' as const) : ('out' as const)),
    channel: command.channel ?? DEFAULT_CHANNEL,
    automatic: command.automatic ?? (author.kind === 'automation' || author.kind === 'system'),
    ...given({ inReplyTo: command.inReplyTo, to: command.to, cc: command.cc }),
    attachmentIds: [],
  };
  return [{ type: 'TicketCommented', data, ...when }];
};

/** Somebody else's words: the author must be known. */
export const authorReferences = (_ticket: Ticket | undefined, { author }: CommentOnTicket): readonly Reference[] => {
  if (!author?.id) return [];
  if (author.kind === 'agent') return [{ fold: agentFold, id: author.id }];
  return author.kind === 'requester' ? [{ fold: customerFold, id: author.id }] : [];
};

const authorOf = (ticket: Ticket, { author }: CommentOnTicket, context: DecisionContext): Author | Refusal => {
  const { actor } = context;
  if (!author) return { kind: actor.kind, id: actor.id };
  const id = author.id ?? (author.kind === 'requester' ? ticket.requesterId : author.kind === actor.kind ? actor.id : undefined);
  if (id === undefined) return invalid('author.required', `which ${author.kind} wrote it?`, 'author.id');
  if (author.id && author.kind === 'agent' && !context.reference(agentFold, id))
    return unusable('agent.notFound', `there is no agent ${id}`, 'author.id');
  if (author.id && author.kind === 'requester' && !context.reference(customerFold, id))
    return unusable('requester.notFound', `there is no customer ${id}`, 'author.id');
  return { kind: author.kind, id };
};
