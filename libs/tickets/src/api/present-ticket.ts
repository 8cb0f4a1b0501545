import { soon } from '@docket/deciding';
import type { Soon, StreamLoader } from '@docket/deciding';
import type { CustomerCard } from '@docket/people';
import type { Ticket } from '../domain/ticket.js';
import { loadCard } from './requester-cards.js';

/** A ticket as the API shows it: its state, and who asks. */
export type PresentedTicket = Ticket & { readonly requester: CustomerCard };

/** For what was folded a moment ago: the requester's card comes from the customer's own stream. */
export const presentTicket = (ticket: Ticket, streams: StreamLoader): Soon<PresentedTicket> =>
  // Not by spreading: V8 copies so slowly where fields are added behind.
  soon(loadCard(ticket.requesterId, streams), (requester) => Object.assign({}, ticket, { requester }));
