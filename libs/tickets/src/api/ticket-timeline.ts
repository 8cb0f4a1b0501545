import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { Refusal } from '@docket/deciding';
import { LIST_LIMIT_DEFAULT, PageCursor, PageLimit, listAnswer, opening } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { ticketNotFound } from '../domain/refusals.js';
import { timeline, timelineRange } from '../projections/timeline.js';
import { TicketQuery } from './ticket-reference.js';
import { VisibleTickets } from './visible-tickets.js';

/** What happened to a ticket, for people, in the order in which it was recorded. */
export class GetTicketTimeline extends TicketQuery {
  @PageLimit()
  limit?: number;

  @PageCursor()
  cursor?: string;
}

@QueryHandler(GetTicketTimeline)
export class GetTicketTimelineHandler implements IQueryHandler<GetTicketTimeline, Answer | Refusal> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(VisibleTickets) private readonly visible: VisibleTickets,
  ) {}

  async execute(query: GetTicketTimeline): Promise<Answer | Refusal> {
    const id = await this.visible.idOf(query);
    if (id === undefined) return ticketNotFound();
    const model = await this.readModels.open(timeline.name, opening(query));
    const cursor = query.cursor === undefined ? {} : { cursor: query.cursor };
    const find = { order: 'place', range: timelineRange(id) };
    const page = await model.list(timeline.rows.name, find, { limit: query.limit ?? LIST_LIMIT_DEFAULT, ...cursor });
    // A ticket has at least the entry of its creation.
    return page.items.length === 0 && query.cursor === undefined ? ticketNotFound() : listAnswer(page);
  }
}
