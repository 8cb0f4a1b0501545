import { Inject, Injectable } from '@nestjs/common';
import { callerOf, subjectOf } from '@docket/access';
import { STREAM_LOADER } from '@docket/deciding';
import type { StreamLoader } from '@docket/deciding';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { ticketDecider } from '../decider.js';
import { ticketIdOf, type TicketQuery } from './ticket-reference.js';

/** From what a query names to the ticket that its caller may see. */
@Injectable()
export class VisibleTickets {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(STREAM_LOADER) private readonly streams: StreamLoader,
  ) {}

  /** The ticket's id, once the tickets have passed `after`; undefined: there is no such ticket, or it belongs to somebody else than a caller who sees only
   *  the caller's own. An id is not looked up for callers who see all. */
  async idOf(query: TicketQuery): Promise<string | undefined> {
    const id = await ticketIdOf(this.readModels, query);
    const subjectId = subjectOf(callerOf(query));
    if (id === undefined || subjectId === undefined) return id;
    const ticket = await this.streams.load(ticketDecider, id);
    return ticket?.state.requesterId === subjectId ? id : undefined;
  }
}
