import type { RecordedEvent } from '@docket/event-store';
import { FEED_PIECE_UNITS } from '../limits.js';
import { eventText, liveEventText } from './event-text.js';

/** One event a line, https://github.com/ndjson/ndjson-spec. */
export const NDJSON = 'application/x-ndjson';
/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export const EVENT_STREAM = 'text/event-stream';

/** A comment: nobody is told anything by it. */
export const IDLE_COMMENT = ':\n\n';

export const ndjsonLine = (event: RecordedEvent): string => `${eventText(event)}\n`;

/** The id is the position, so that a browser's EventSource goes on where it was. */
export const eventStreamBlock = (event: RecordedEvent): string =>
  `id: ${event.position}\nevent: ${event.type}\ndata: ${liveEventText(event)}\n\n`;

/** Says that what follows is live. */
export const caughtUpBlock = (position: string | undefined): string =>
  `${position === undefined ? '' : `id: ${position}\n`}event: caughtUp\ndata: {}\n\n`;

/** Texts put together into pieces of FEED_PIECE_UNITS or a little more. */
export function* pieces(texts: Iterable<string>): Generator<string, void, void> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < FEED_PIECE_UNITS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
