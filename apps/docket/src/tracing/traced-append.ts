import { categoryOf, type EventStore } from '@docket/event-store';
import type { Tracing } from '@docket/gateway';
import { endOfAppend } from '../append-end.js';

/** The store's append, told to the trace of the command whose events they are. */
export const tracedAppend =
  (append: EventStore['append'], tracing: Pick<Tracing, 'begin'>): EventStore['append'] =>
  (stream, events, expected) => {
    const appending = append(stream, events, expected);
    const parent = events[0]?.metadata.traceparent;
    if (parent === undefined) return appending;
    const category = categoryOf(stream);
    const attributes = { 'docket.category': category, 'docket.events': events.length };
    const span = tracing.begin(`append ${category}`, { kind: 'internal', parent, attributes });
    appending.then(
      () => span?.end({ 'docket.outcome': 'appended' }),
      (error: Error) => {
        const end = endOfAppend(error);
        // Others were faster: the command is decided again, and nothing is wrong.
        if (end === 'conflict') span?.end({ 'docket.outcome': end });
        else span?.end({ 'docket.outcome': end, 'error.type': error.name }, 'failed');
      },
    );
    return appending;
  };
