import type { StreamEvent } from '@docket/event-store';
import type { TicketEvent } from './events.js';
import { evolveTicket } from './evolve.js';
import type { Ticket } from './ticket.js';

/** `recorded`: what Docket knew then. `occurred`: what was the case in the world then, as far as is known now. */
export const AXES = ['recorded', 'occurred'] as const;
export type Axis = (typeof AXES)[number];

/** Which events of its stream a past ticket is made of. */
export type Moment = { readonly revision: number } | { readonly at: string; readonly axis: Axis };

/** Do the events after this one say nothing of the moment any more? In what was recorded, order is time; in what happened, it is not. */
export const isOver = (moment: Moment, { revision, metadata }: StreamEvent): boolean => {
  if ('revision' in moment) return revision > moment.revision;
  return moment.axis === 'recorded' && metadata.recordedAt > moment.at;
};

/** What a ticket is folded from: all but the words of comments, which may be ten thousand long texts. */
export const withoutWords = (event: TicketEvent): TicketEvent =>
  event.type === 'TicketCommented' ? { ...event, data: { ...event.data, body: '' } } : event;

/** The ticket as it was then, from the events of its stream in their order; undefined: there was none yet. */
export const ticketAsOf = (events: readonly TicketEvent[], moment: Moment): Ticket | undefined => {
  if ('revision' in moment) return fold(events.length > moment.revision ? events.slice(0, moment.revision + 1) : []);
  const { at, axis } = moment;
  if (axis === 'recorded') return fold(events.filter(({ metadata }) => metadata.recordedAt <= at));
  const happened = events.filter(({ metadata }) => metadata.occurredAt <= at);
  const ticket = happened[0]?.revision === 0 ? fold([...happened].sort(byOccurrence)) : undefined;
  return ticket && { ...ticket, ...placeOf(happened) };
};

/** Of the event that was recorded last, whenever it happened. */
const placeOf = (events: readonly TicketEvent[]): Partial<Pick<Ticket, 'revision' | 'position'>> => {
  const last = events.at(-1);
  return last ? { revision: last.revision, position: last.position } : {};
};

const fold = (events: readonly TicketEvent[]): Ticket | undefined =>
  events.reduce<Ticket | undefined>((ticket, event) => evolveTicket(ticket, event), undefined);

/** Creation first, whatever it says: nothing can have happened to a ticket before it was there. */
const byOccurrence = (one: TicketEvent, other: TicketEvent): number => {
  const [a, b] = [one.metadata.occurredAt, other.metadata.occurredAt];
  if (one.revision === 0 || other.revision === 0 || a === b) return one.revision - other.revision;
  return a < b ? -1 : 1;
};
