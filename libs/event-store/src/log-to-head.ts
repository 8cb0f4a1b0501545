import type { Position, RecordedEvent } from './event.js';
import type { EventReader } from './event-store.js';

/** The log behind a position, page by page, up to its head as it is when the reader gets there. Ends early, without an error, when the signal aborts. */
export async function* logToHead(
  reader: Pick<EventReader, 'subscribe'>,
  after: Position | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  const left = new AbortController();
  try {
    for await (const delivery of reader.subscribe(after, AbortSignal.any([signal, left.signal]))) {
      if (delivery.kind === 'caughtUp') return;
      yield delivery.events;
    }
  } finally {
    left.abort();
  }
}
