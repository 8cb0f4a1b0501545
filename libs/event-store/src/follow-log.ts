import type { Position, RecordedEvent } from './event.js';
import type { Delivery } from './event-store.js';
import { READ_PAGE_EVENTS_MAX } from './limits.js';

/** Hears of new events. It begins to listen when it is made, so a reading that follows its making misses nothing. */
export interface HeadWatch {
  /** Resolves when events may have come since this was last called (or since the watch was made), and when the signal aborts. */
  changed(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Where a log is read from: pages, and word of new events. */
export interface FollowedLog {
  /** A page of at most READ_PAGE_EVENTS_MAX events. */
  page(after: Position | undefined): Promise<readonly RecordedEvent[]>;
  watch(): HeadWatch;
}

/** A subscription made of pages: it reads the next page when the consumer asks for it, so a slow one holds nothing but the page that it has.
 *  `caughtUp` comes when a reading has found nothing more, and again whenever it had fallen a whole page behind. */
export async function* followLog(log: FollowedLog, after: Position | undefined, signal: AbortSignal): AsyncGenerator<Delivery, void, void> {
  const watch = log.watch();
  try {
    let position = after;
    let behind = true;
    while (!signal.aborted) {
      const events = await log.page(position);
      const last = events.at(-1);
      if (signal.aborted) return;
      if (last) {
        position = last.position;
        behind ||= events.length >= READ_PAGE_EVENTS_MAX;
        yield { kind: 'events', events };
      } else if (behind) {
        behind = false;
        yield { kind: 'caughtUp', position };
      } else {
        await watch.changed(signal);
      }
    }
  } finally {
    watch.close();
  }
}
