import { subjectIdOf } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { ticketEventTypes, type TicketEvent } from '../domain/events.js';
import { evolveTicket, ticketFold } from '../domain/evolve.js';
import { orderedNumber } from '../domain/number.js';
import type { Ticket } from '../domain/ticket.js';
import { ticketFields } from './fields.js';
import { TERMS_VERSION, termsOf } from './terms.js';

/** Where the ticket of a number stands in the order `number`: from inclusive, to exclusive (`~` follows every digit). A term for it would be one that no other ticket has. */
export const numberRange = (number: string): { readonly from: string; readonly to: string } => {
  const place = orderedNumber(number);
  return { from: place, to: `${place}~` };
};

/** One row a ticket: the state of its stream, as the API shows it but for the requester's card. Every list and every queue is a filter over it. */
export const tickets = {
  name: 'tickets',
  version: `${ticketFold.version}.${TERMS_VERSION}`,
  rows: {
    name: 'tickets',
    meaning: 'A ticket as it is now.',
    fields: ticketFields,
    terms: termsOf,
    orders: {
      updated: { by: ({ updatedAt }) => updatedAt },
      created: { by: ({ createdAt }) => createdAt },
      /** The most pressing first, and among equals the oldest. */
      priority: { by: ({ priority, createdAt }) => `${priority} ${createdAt}` },
      number: { by: ({ number }) => orderedNumber(number) },
    },
  },
  events: ticketEventTypes.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveTicket,
} as const satisfies Projection<Ticket, TicketEvent>;
