import type { EventReader, Position, RecordedEvent } from '@docket/event-store';
import { READ_PAGE_EVENTS_MAX } from '@docket/event-store';
import { PageSize } from '@docket/projecting';
import { FEED_EXAMINED_MAX } from '../limits.js';

/** Some events, and the last place that was looked at: it is gone on from there. */
export interface FeedPage {
  readonly events: readonly RecordedEvent[];
  readonly position: Position | undefined;
  /** The log's head was reached. */
  readonly isLast: boolean;
}

/** At most `limit` events that are shown, of at most FEED_EXAMINED_MAX that follow a place. */
export const feedPage = async (
  reader: EventReader,
  after: Position | undefined,
  shows: (event: RecordedEvent) => boolean,
  limit: number,
): Promise<FeedPage> => {
  const events: RecordedEvent[] = [];
  let position = after;
  for (let examined = 0; examined < FEED_EXAMINED_MAX;) {
    const read = await reader.readAll(position === undefined ? {} : { after: position });
    for (const event of read) {
      if (shows(event)) events.push(event);
      position = event.position;
      if (events.length === limit) return { events, position, isLast: event === read.at(-1) && read.length < READ_PAGE_EVENTS_MAX };
    }
    if (read.length < READ_PAGE_EVENTS_MAX) return { events, position, isLast: true };
    examined += read.length;
  }
  return { events, position, isLast: false };
};

/** Pages of events from a place to the log's head, each read when it is asked for. */
export async function* feedPages(
  reader: EventReader,
  after: Position | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  const size = new PageSize();
  let position = after;
  while (!signal.aborted) {
    const limit = size.events;
    const events = await reader.readAll(position === undefined ? { maxCount: limit } : { after: position, maxCount: limit });
    size.saw(events);
    position = events.at(-1)?.position ?? position;
    if (events.length > 0) yield events;
    if (events.length < limit) return;
  }
}
