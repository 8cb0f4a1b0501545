import type { EventReader, Position, RecordedEvent } from '@docket/event-store';
import { PageSize } from '@docket/projecting';
import { FEED_EXAMINED_MAX, FEED_PAGE_UNITS_MAX } from '../limits.js';
import { eventText } from './event-text.js';

/** Some events, and the last place that was looked at: it is gone on from there. */
export interface FeedPage {
  /** Each as JSON. */
  readonly items: readonly string[];
  readonly position: Position | undefined;
  /** The log's head was reached. */
  readonly isLast: boolean;
}

/** At most `limit` events that are shown, of at most FEED_EXAMINED_MAX that follow a place, and not more than fit into FEED_PAGE_UNITS_MAX (but one, however long it is). */
export const feedPage = async (
  reader: EventReader,
  after: Position | undefined,
  shows: (event: RecordedEvent) => boolean,
  limit: number,
): Promise<FeedPage> => {
  const size = new PageSize();
  const items: string[] = [];
  let units = 0;
  let position = after;
  for (let examined = 0; examined < FEED_EXAMINED_MAX;) {
    const asked = Math.min(size.events, FEED_EXAMINED_MAX - examined);
    const read = await reader.readAll(position === undefined ? { maxCount: asked } : { after: position, maxCount: asked });
    size.saw(read);
    for (const event of read) {
      if (shows(event)) {
        const text = eventText(event);
        units += text.length;
        if (items.length > 0 && units > FEED_PAGE_UNITS_MAX) return { items, position, isLast: false };
        items.push(text);
      }
      position = event.position;
      if (items.length === limit) return { items, position, isLast: event === read.at(-1) && read.length < asked };
    }
    if (read.length < asked) return { items, position, isLast: true };
    examined += read.length;
  }
  return { items, position, isLast: false };
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
