import { Inject, Injectable } from '@nestjs/common';
import { EVENT_READER, streamOf } from '@docket/event-store';
import type { EventReader, RecordedEvent } from '@docket/event-store';
import type { JsonText } from '@docket/gateway';
import { PageSize, readStreamCursor, writeStreamCursor } from '@docket/projecting';
import { ticketDecider } from '../decider.js';
import type { TicketEvent } from '../domain/events.js';
import { HISTORY_CACHE_BYTES_MAX, HISTORY_CACHE_BYTES_OF_ONE_MAX, HISTORY_PAGE_LENGTH_MAX } from '../domain/limits.js';
import { tell } from '../domain/told.js';
import { historyPage } from './history-page.js';

/** Events of one ticket as JSON text, from its first one on without a gap. */
interface Told {
  readonly entries: string[];
  /** All of them as one page: what is asked for most. */
  whole?: JsonText | undefined;
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

  /** A page of events, from the first one or from where the page before ended; undefined: there is no such ticket. Fails with InvalidCursor for a cursor
   *  that is not of this ticket's history. */
  async page(ticketId: string, cursor: string | undefined, limit: number): Promise<JsonText | undefined> {
    const stream = streamOf(ticketDecider.category, ticketId);
    const from = cursor === undefined ? 0 : readStreamCursor(stream, cursor);
    const cursorOf = (revision: number) => writeStreamCursor(stream, revision);
    // One more than the page holds tells whether another page follows.
    const entries = await this.entries(ticketId, from, limit + 1);
    if (entries.length === 0 && from === 0) return undefined;
    const told = this.told.get(ticketId);
    const isWhole = from === 0 && entries.length <= limit && entries.length === told?.entries.length;
    if (!isWhole) return historyPage(entries, from, limit, cursorOf);
    if (told.whole) return told.whole;
    const whole = historyPage(entries, from, limit, cursorOf);
    told.whole = whole;
    this.grow(told, whole.text);
    this.makeRoom();
    return whole;
  }

  /** At most `limit` events from a revision on, each as JSON text; where they are long, so many that a page is full of them. */
  async entries(ticketId: string, fromRevision: number, limit: number): Promise<readonly string[]> {
    const entries = this.told.get(ticketId)?.entries.slice(fromRevision, fromRevision + limit) ?? [];
    const stream = streamOf(ticketDecider.category, ticketId);
    const size = new PageSize();
    let length = lengthOf(entries);
    while (entries.length < limit && length <= HISTORY_PAGE_LENGTH_MAX) {
      const next = fromRevision + entries.length;
      const maxCount = Math.min(size.events, limit - entries.length);
      const events = await this.reader.readStream(stream, { fromRevision: next, maxCount });
      if (events.length === 0) break;
      size.saw(events);
      // Streams of tickets hold the events that the ticket's decider gives.
      const news = events.map((event) => entryOf(event as RecordedEvent & TicketEvent));
      this.remember(ticketId, next, news);
      entries.push(...news);
      length += lengthOf(news);
      if (events.length < maxCount) break;
    }
    return entries;
  }

  /** Another call may have told the same meanwhile: only what follows the end without a gap is added. */
  private remember(ticketId: string, revision: number, news: readonly string[]): void {
    const told = this.told.get(ticketId) ?? { entries: [], bytes: 0 };
    this.told.delete(ticketId);
    this.told.set(ticketId, told);
    if (revision > told.entries.length) return;
    if (told.whole) this.shrink(told, told.whole.text);
    told.whole = undefined;
    for (const entry of news.slice(told.entries.length - revision)) {
      if (told.bytes + entry.length * BYTES_OF_UNIT > HISTORY_CACHE_BYTES_OF_ONE_MAX) break;
      told.entries.push(entry);
      this.grow(told, entry);
    }
    this.makeRoom();
  }

  private grow(told: Told, text: string): void {
    told.bytes += text.length * BYTES_OF_UNIT;
    this.bytes += text.length * BYTES_OF_UNIT;
  }

  private shrink(told: Told, text: string): void {
    told.bytes -= text.length * BYTES_OF_UNIT;
    this.bytes -= text.length * BYTES_OF_UNIT;
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

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

const entryOf = (event: RecordedEvent & TicketEvent): string => {
  const { revision, id, type, metadata, digest, position } = event;
  const { recordedAt, occurredAt, actor, via, commandId } = metadata;
  return JSON.stringify({ revision, id, type, recordedAt, occurredAt, actor, via, ...tell(event), commandId, digest, position });
};
