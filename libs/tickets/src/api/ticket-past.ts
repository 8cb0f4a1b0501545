import { Inject, Injectable } from '@nestjs/common';
import { EVENT_READER, streamOf } from '@docket/event-store';
import type { EventReader } from '@docket/event-store';
import { PageSize } from '@docket/projecting';
import { ticketDecider } from '../decider.js';
import type { TicketEvent } from '../domain/events.js';
import { isOver, ticketAsOf, withoutWords, type Moment } from '../domain/past.js';
import type { Ticket } from '../domain/ticket.js';

/** Tickets as they were: folded from their streams, because a read model knows only how things stand. */
@Injectable()
export class TicketPast {
  constructor(@Inject(EVENT_READER) private readonly reader: EventReader) {}

  /** undefined: there was no such ticket at that moment, or its stream has no such revision. */
  async asOf(ticketId: string, moment: Moment): Promise<Ticket | undefined> {
    const stream = streamOf(ticketDecider.category, ticketId);
    const size = new PageSize();
    const events: TicketEvent[] = [];
    for (;;) {
      const maxCount = size.events;
      const page = await this.reader.readStream(stream, { fromRevision: events.length, maxCount });
      size.saw(page);
      // Streams of tickets hold the events that the ticket's decider gives.
      events.push(...(page as readonly TicketEvent[]).map(withoutWords));
      const last = page.at(-1);
      if (!last || page.length < maxCount || isOver(moment, last)) return ticketAsOf(events, moment);
    }
  }
}
