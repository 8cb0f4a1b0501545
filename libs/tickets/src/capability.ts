import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { CustomerTickets } from '@docket/people';
import { GetTicketHandler } from './api/get-ticket.js';
import { ListTicketsHandler } from './api/list-tickets.js';
import { ListedTickets, TicketsOfCustomer } from './api/listed-tickets.js';
import { ticketRelations, ticketSubscriptions } from './api/relations.js';
import { ticketOperations } from './api/operations.js';
import { RequesterCards } from './api/requester-cards.js';
import { GetTicketHistoryHandler } from './api/ticket-history.js';
import { TicketLists } from './api/ticket-lists.js';
import { TicketPast } from './api/ticket-past.js';
import { GetTicketTimelineHandler } from './api/ticket-timeline.js';
import { ToldHistories } from './api/told-histories.js';
import { VisibleTickets } from './api/visible-tickets.js';
import { ticketRefusals } from './api/refusals.js';
import { ticketDecider } from './decider.js';
import { ticketsReadSide } from './read-side.js';

@Module({
  providers: [
    GetTicketHandler,
    ListTicketsHandler,
    GetTicketHistoryHandler,
    GetTicketTimelineHandler,
    RequesterCards,
    TicketPast,
    ToldHistories,
    VisibleTickets,
    { provide: TicketLists, useClass: ListedTickets },
    { provide: CustomerTickets, useClass: TicketsOfCustomer },
  ],
  exports: [TicketLists, CustomerTickets],
})
class TicketsModule {}

/** Tickets: what the whole program is about. */
export const tickets: Capability = {
  ...ticketsReadSide,
  deciders: [ticketDecider],
  operations: ticketOperations,
  refusals: ticketRefusals,
  relations: ticketRelations,
  subscriptions: ticketSubscriptions,
  module: TicketsModule,
};
