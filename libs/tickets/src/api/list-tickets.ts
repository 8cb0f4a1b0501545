import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { callerOf } from '@docket/access';
import type { Refusal } from '@docket/deciding';
import { CURSOR_LENGTH_MAX, LIST_LIMIT_MAX, POSITION_LENGTH_MAX } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { tooManyValues } from '../domain/filter.js';
import { TicketFilter } from './ticket-filter.js';
import { TICKET_SORTS, TicketLists, type TicketSort } from './ticket-lists.js';

/** Tickets by a filter, a page at a time. */
export class ListTickets extends TicketFilter {
  /** Default `-updated`: the latest change first. */
  @IsOptional()
  @IsIn(TICKET_SORTS)
  sort?: TicketSort;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LIST_LIMIT_MAX)
  limit?: number;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(CURSOR_LENGTH_MAX)
  cursor?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(POSITION_LENGTH_MAX)
  after?: string;
}

@QueryHandler(ListTickets)
export class ListTicketsHandler implements IQueryHandler<ListTickets, Answer | Refusal> {
  constructor(@Inject(TicketLists) private readonly lists: TicketLists) {}

  async execute(query: ListTickets): Promise<Answer | Refusal> {
    const { sort, limit, cursor, after, ...filter } = query;
    const refusal = tooManyValues(filter);
    if (refusal) return refusal;
    const page = Object.fromEntries(Object.entries({ sort, limit, cursor, after }).filter(([, value]) => value !== undefined));
    return { body: await this.lists.list(filter, callerOf(query), page) };
  }
}
