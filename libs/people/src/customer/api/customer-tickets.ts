import type { Caller } from '@docket/access';
import type { Position } from '@docket/event-store';
import type { JsonText } from '@docket/gateway';

/** What a customer's page shows of tickets. People do not know tickets: whoever has them provides this under the class as the token, from a
 *  global Nest module. Without a provider the page is without them. */
export abstract class CustomerTickets {
  /** The first page of the customer's tickets, `{items, nextCursor?}`, once the read model has passed `after`. */
  abstract ticketsOf(customerId: string, caller: Caller, options: { readonly after?: Position }): Promise<JsonText>;
}
