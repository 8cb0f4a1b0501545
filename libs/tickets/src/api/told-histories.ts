import { Inject, Injectable } from '@nestjs/common';
import { EVENT_READER, streamOf } from '@docket/event-store';
import type { EventReader, RecordedEvent } from '@docket/event-store';
import { ticketDecider } from '../decider.js';
import type { TicketEvent } from '../domain/events.js';
import { HISTORY_CACHE_BYTES_MAX, HISTORY_CACHE_BYTES_OF_ONE_MAX } from '../domain/limits.js';
import { tell } from '../domain/told.js';

/** Events of one ticket as JSON text, from its first one on without a gap. */
interface Told {
  readonly entries: string[];
  bytes: number;
}

/** V8 keeps a UTF-16 unit in two bytes at most. */
const BYTES_OF_UNIT = 2;

/** Tells tickets' streams event by event. An event never changes, so what was told once is kept as text; but every call asks the store for what came
 *  after it. */
@Injectable()
export class ToldHistories {
  private readonly told = new Map<string, Told>();
  private bytes = 0;

  constructor(@Inject(EVENT_READER) private readonly reader: EventReader) {}

  /** At most `limit` events from a revision on, each as JSON text. */
  async entries(ticketId: string, fromRevision: number, limit: number): Promise<readonly string[]> {
    const known = this.told.get(ticketId)?.entries.slice(fromRevision, fromRevision + limit) ?? [];
    if (known.length === limit) return known;
    const next = fromRevision + known.length;
    const stream = streamOf(ticketDecider.category, ticketId);
    const events = await this.reader.readStream(stream, { fromRevision: next, maxCount: limit - known.length });
    if (events.length === 0) return known;
    // Streams of tickets hold the events that the ticket's decider gives.
    const news = events.map((event) => entryOf(event as RecordedEvent & TicketEvent));
    this.remember(ticketId, next, news);
    return [...known, ...news];
  }

  /** Another call may have told the same meanwhile: only what follows the end without a gap is added. */
  private remember(ticketId: string, revision: number, news: readonly string[]): void {
    const told = this.told.get(ticketId) ?? { entries: [], bytes: 0 };
    this.told.delete(ticketId);
    this.told.set(ticketId, told);
    if (revision > told.entries.length) return;
    for (const entry of news.slice(told.entries.length - revision)) {
      const bytes = entry.length * BYTES_OF_UNIT;
      if (told.bytes + bytes > HISTORY_CACHE_BYTES_OF_ONE_MAX) break;
      told.entries.push(entry);
      told.bytes += bytes;
      this.bytes += bytes;
    }
    this.makeRoom();
  }

  /** The histories that were extended longest ago go first. */
  private makeRoom(): void {
    for (const [ticketId, { bytes }] of this.told) {
      if (this.bytes <= HISTORY_CACHE_BYTES_MAX) return;
      this.told.delete(ticketId);
      this.bytes -= bytes;
    }
  }
}

const entryOf = (event: RecordedEvent & TicketEvent): string => {
  const { revision, id, type, metadata, digest, position } = event;
  const { recordedAt, occurredAt, actor, via, commandId } = metadata;
  return JSON.stringify({ revision, id, type, recordedAt, occurredAt, actor, via, ...tell(event), commandId, digest, position });
};
