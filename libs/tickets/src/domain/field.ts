import { isRefusal } from '@docket/deciding';
import type { Decision, DecisionContext } from '@docket/deciding';
import type { ChangeTicketField } from '../commands/index.js';
import { customFieldValue, sameValue, tooMany } from './custom-fields.js';
import type { TicketEvent } from './events.js';
import { happened } from './happened.js';
import { ticketClosed, ticketNotFound } from './refusals.js';
import type { Ticket } from './ticket.js';

export const changeTicketField = (
  ticket: Ticket | undefined,
  command: ChangeTicketField,
  context: DecisionContext,
): Decision<TicketEvent> => {
  if (!ticket) return ticketNotFound();
  if (ticket.statusCategory === 'closed') return ticketClosed();
  const when = happened(command.occurredAt, context, ticket);
  if (isRefusal(when)) return when;
  const settled = customFieldValue(command.value, 'value');
  if (isRefusal(settled)) return settled;
  const { key } = command;
  // A key may be what every object of JavaScript has: `toString`.
  const from = Object.hasOwn(ticket.customFields, key) ? (ticket.customFields[key] ?? null) : null;
  const to = settled.value;
  if (sameValue(from, to)) return [];
  const refusal = to === null ? undefined : tooMany({ ...ticket.customFields, [key]: to }, 'value');
  return refusal ?? [{ type: 'TicketFieldChanged', data: { requesterId: ticket.requesterId, key, from, to }, ...when }];
};
