export { TicketFilter } from './api/ticket-filter.js';
export { TICKET_SORTS, TicketLists, type TicketPage, type TicketSort } from './api/ticket-lists.js';
export { PRIORITIES, type Priority } from './domain/priority.js';
