import type { ReadSide } from '@docket/projecting';
import { ticketEventTypes } from './domain/events.js';
import { tickets } from './projections/tickets.js';
import { timeline } from './projections/timeline.js';

export const ticketsReadSide: ReadSide = {
  name: 'tickets',
  events: ticketEventTypes,
  projections: () => [tickets, timeline],
};
