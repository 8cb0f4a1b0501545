export * from './domain.js';
export { tickets } from './capability.js';
export { TicketFilter } from './api/ticket-filter.js';
export { TICKET_SORTS, TicketLists, type TicketPage, type TicketSort } from './api/ticket-lists.js';
export * from './commands/index.js';
export { ticketDecider } from './decider.js';
export { tickets as ticketsProjection } from './projections/tickets.js';
export { timeline as timelineProjection } from './projections/timeline.js';
export { ticketAnswer } from './api/answers.js';
