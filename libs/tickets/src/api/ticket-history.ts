import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Refusal } from '@docket/deciding';
import { PageCursor } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { HISTORY_LIMIT_MAX } from '../domain/limits.js';
import { ticketNotFound } from '../domain/refusals.js';
import { TicketQuery } from './ticket-reference.js';
import { ToldHistories } from './told-histories.js';
import { VisibleTickets } from './visible-tickets.js';

/** Every event of a ticket's stream, in order. */
export class GetTicketHistory extends TicketQuery {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(HISTORY_LIMIT_MAX)
  limit?: number;

  @PageCursor()
  cursor?: string;
}

@QueryHandler(GetTicketHistory)
export class GetTicketHistoryHandler implements IQueryHandler<GetTicketHistory, Answer | Refusal> {
  constructor(
    @Inject(VisibleTickets) private readonly visible: VisibleTickets,
    @Inject(ToldHistories) private readonly histories: ToldHistories,
  ) {}

  async execute(query: GetTicketHistory): Promise<Answer | Refusal> {
    const id = await this.visible.idOf(query);
    if (id === undefined) return ticketNotFound();
    const body = await this.histories.page(id, query.cursor, query.limit ?? HISTORY_LIMIT_MAX);
    return body ? { body } : ticketNotFound();
  }
}
