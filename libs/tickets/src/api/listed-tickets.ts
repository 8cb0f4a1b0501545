import { Inject, Injectable } from '@nestjs/common';
import { type Caller, subjectOf } from '@docket/access';
import type { Count, StoredDocument } from '@docket/document-store';
import { JsonText, LIST_LIMIT_DEFAULT, listText } from '@docket/gateway';
import { CustomerTickets, Memberships } from '@docket/people';
import { foreignCursor, READ_MODELS } from '@docket/projecting';
import type { ListQuery, ReadModel, ReadModels } from '@docket/projecting';
import { term } from '../projections/terms.js';
import { tickets } from '../projections/tickets.js';
import { AtOneStanding, standingOf } from './at-one-standing.js';
import { filterTerms, type FilterTerms } from './filter-terms.js';
import { RequesterCards } from './requester-cards.js';
import type { TicketFilter } from './ticket-filter.js';
import { TicketLists, type TicketPage, type TicketSort } from './ticket-lists.js';
import { requesterIdIn, ticketText } from './ticket-text.js';

const SORT_DEFAULT: TicketSort = '-updated';

type Waiting = Pick<TicketPage, 'after'>;

/** Lists from the read model: documents and cards go out as the texts that they are. */
@Injectable()
export class ListedTickets extends TicketLists {
  private readonly pages = new AtOneStanding<JsonText>();

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(Memberships) private readonly memberships: Memberships,
    @Inject(RequesterCards) private readonly cards: RequesterCards,
  ) {
    super();
  }

  async list(filter: TicketFilter, caller: Caller, page: TicketPage = {}): Promise<JsonText> {
    const terms = await this.termsOf(filter, caller, page);
    const cursor = page.cursor === undefined ? {} : { cursor: page.cursor };
    const opened = [this.readModels.open(tickets.name, { ...waiting(page), ...cursor }), this.cards.open(waiting(page))] as const;
    const [model, customers] = await Promise.all(opened);
    if (!terms) return nothing(page);
    const query = { ...terms, ...orderOf(page.sort ?? SORT_DEFAULT) };
    const limits = { limit: page.limit ?? LIST_LIMIT_DEFAULT, ...cursor };
    const [standing, asked] = [standingOf(model, customers), JSON.stringify([query, limits])];
    const known = this.pages.get(standing, asked);
    if (known) return known;
    const found = await model.list(tickets.rows.name, query, limits);
    const text = listText({ ...found, items: await this.withRequesters(found.items, customers) });
    this.pages.put(standing, asked, text, text);
    return text;
  }

  async count(filter: TicketFilter, caller: Caller, options: Waiting = {}): Promise<Count> {
    const terms = await this.termsOf(filter, caller, options);
    const model = await this.readModels.open(tickets.name, waiting(options));
    return terms ? model.count(tickets.rows.name, { ...terms, order: 'updated' }) : { count: 0, is: 'exact' };
  }

  private async termsOf(filter: TicketFilter, caller: Caller, options: Waiting): Promise<FilterTerms | undefined> {
    const subjectId = subjectOf(caller);
    const terms = await this.termsOfFilter(filter, caller, options);
    return terms && subjectId !== undefined ? { ...terms, all: [...terms.all, term.requester(subjectId)] } : terms;
  }

  private async termsOfFilter(filter: TicketFilter, { actor }: Caller, options: Waiting): Promise<FilterTerms | undefined> {
    if (actor.kind !== 'agent') return filterTerms(filter, { teamIds: [] });
    const teamIds = filter.team?.includes('mine') ? await this.memberships.teamsOf(actor.id, waiting(options)) : [];
    return filterTerms(filter, { agentId: actor.id, teamIds });
  }

  private async withRequesters(documents: readonly StoredDocument<unknown>[], customers: ReadModel): Promise<readonly { json: string }[]> {
    const requesters = documents.map(({ json }) => requesterIdIn(json));
    const cards = await this.cards.cardsOf(customers, requesters);
    return documents.map(({ json }, index) => ({ json: ticketText(json, cards[index] ?? 'null').text }));
  }
}

/** A list that is known to be empty has given no cursor. */
const nothing = ({ cursor }: TicketPage): JsonText => {
  if (cursor !== undefined) throw foreignCursor();
  return listText({ items: [], partial: false });
};

const waiting = ({ after }: Waiting): Waiting => (after === undefined ? {} : { after });

const orderOf = (sort: TicketSort): Pick<ListQuery, 'order' | 'direction'> =>
  sort.startsWith('-') ? { order: sort.slice(1), direction: 'descending' } : { order: sort, direction: 'ascending' };

/** The first page of a customer's tickets, for the customer's own page. */
@Injectable()
export class TicketsOfCustomer extends CustomerTickets {
  constructor(@Inject(TicketLists) private readonly lists: TicketLists) {
    super();
  }

  ticketsOf(customerId: string, caller: Caller, options: Waiting): Promise<JsonText> {
    return this.lists.list({ requester: [customerId] }, caller, options);
  }
}
