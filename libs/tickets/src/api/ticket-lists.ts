import type { Caller } from '@docket/access';
import type { Count } from '@docket/document-store';
import type { Position } from '@docket/event-store';
import type { JsonText } from '@docket/gateway';
import type { TicketFilter } from './ticket-filter.js';

/** The orders of a list; `-` before it: the other way round. */
export const TICKET_SORTS = ['updated', '-updated', 'created', '-created', 'priority', '-priority', 'number', '-number'] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

export interface TicketPage {
  /** Default `-updated`. */
  readonly sort?: TicketSort;
  /** 1 … LIST_LIMIT_MAX; default LIST_LIMIT_DEFAULT. */
  readonly limit?: number;
  readonly cursor?: string;
  /** Waits until the read model has passed this position. */
  readonly after?: Position;
}

/** Lists of tickets for whoever has a filter: the list of all tickets, a queue, a customer's tickets. Also the token under which Nest injects it.
 *  Both fail as `ReadModels.open` and `ReadModel.list` do (ReadModelBehind, InvalidPosition, InvalidCursor). */
export abstract class TicketLists {
  /** `{items, nextCursor?, partial?}` as JSON text; the items are tickets as `GET /tickets` shows them. */
  abstract list(filter: TicketFilter, caller: Caller, page?: TicketPage): Promise<JsonText>;
  abstract count(filter: TicketFilter, caller: Caller, options?: Pick<TicketPage, 'after'>): Promise<Count>;
}
