import { asAppended } from '@docket/deciding';
import type { EventStore } from '@docket/event-store';
import { type Directory, isKnownStream } from './directory.js';

/** An append that tells the directory what it has written itself, so that this process knows of it with the answer. What other processes write comes from the
 *  log. */
export const tellingAppend =
  (append: EventStore['append'], directory: Directory): EventStore['append'] =>
  (stream, events, expected) => {
    const appending = append(stream, events, expected);
    if (!isKnownStream(stream)) return appending;
    return appending.then((appended) => {
      const first = appended.revision - events.length + 1;
      for (const event of asAppended(stream, events, first, appended)) directory.take(event);
      return appended;
    });
  };
