import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import { callerOf, type Caller, eyesOf } from '@docket/access';
import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { After, PageCursor, PageLimit } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { tooManyValues } from '../domain/filter.js';
import { TicketFilter } from './ticket-filter.js';
import { IMPERSONAL_FILTERS, OWN_FILTERS } from './views.js';
import { TICKET_SORTS, TicketLists, type TicketSort } from './ticket-lists.js';

/** Tickets by a filter, a page at a time. */
export class ListTickets extends TicketFilter {
  /** Default `-updated`: the latest change first. */
  @IsOptional()
  @IsIn(TICKET_SORTS)
  sort?: TicketSort;

  @PageLimit()
  limit?: number;

  @PageCursor()
  cursor?: string;

  @After()
  after?: string;
}

@QueryHandler(ListTickets)
export class ListTicketsHandler implements IQueryHandler<ListTickets, Answer | Refusal> {
  constructor(@Inject(TicketLists) private readonly lists: TicketLists) {}

  async execute(query: ListTickets): Promise<Answer | Refusal> {
    const { sort, limit, cursor, after, ...filter } = query;
    const refusal = tooManyValues(filter) ?? unseen(filter, callerOf(query));
    if (refusal) return refusal;
    const page = Object.fromEntries(Object.entries({ sort, limit, cursor, after }).filter(([, value]) => value !== undefined));
    return { body: await this.lists.list(filter, callerOf(query), page) };
  }
}

const FILTERS = { impersonal: IMPERSONAL_FILTERS, own: OWN_FILTERS } as const;

/** What somebody does not see of a ticket could be found out by asking for it. */
const unseen = (filter: object, caller: Caller): Refusal | undefined => {
  const eyes = eyesOf(caller);
  if (eyes.kind === 'whole') return undefined;
  const field = Object.entries(filter).find(([name, value]) => value !== undefined && !FILTERS[eyes.kind].includes(name))?.[0];
  return field === undefined ? undefined : refuse('filter.notSeen', `you don’t see ${field} of a ticket`, { kind: 'forbidden', field });
};
