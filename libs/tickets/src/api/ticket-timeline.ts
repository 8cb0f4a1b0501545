import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { Refusal } from '@docket/deciding';
import { PageCursor, PageLimit, listText, opening, pageOf } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModel, ReadModels } from '@docket/projecting';
import { ticketNotFound } from '../domain/refusals.js';
import { timeline, timelineRange } from '../projections/timeline.js';
import { AtOneStanding, standingOf } from './at-one-standing.js';
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
  private readonly pages = new AtOneStanding<Answer>();

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(VisibleTickets) private readonly visible: VisibleTickets,
  ) {}

  async execute(query: GetTicketTimeline): Promise<Answer | Refusal> {
    const id = await this.visible.idOf(query);
    if (id === undefined) return ticketNotFound();
    const model = await this.readModels.open(timeline.name, opening(query));
    const standing = standingOf(model);
    const limits = pageOf(query);
    const asked = `${id} ${limits.limit} ${limits.cursor ?? ''}`;
    return this.pages.get(standing, asked) ?? this.read(model, id, limits, standing, asked);
  }

  private async read(
    model: ReadModel,
    id: string,
    limits: ReturnType<typeof pageOf>,
    standing: string,
    asked: string,
  ): Promise<Answer | Refusal> {
    const page = await model.list(timeline.rows.name, { order: 'place', range: timelineRange(id) }, limits);
    // A ticket has at least the entry of its creation.
    if (page.items.length === 0 && limits.cursor === undefined) return ticketNotFound();
    const body = listText(page);
    const answer = { body };
    this.pages.put(standing, asked, answer, body);
    return answer;
  }
}
