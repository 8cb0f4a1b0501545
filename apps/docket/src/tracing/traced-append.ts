import { categoryOf, type EventStore } from '@docket/event-store';
import type { Tracing } from '@docket/gateway';

/** The store's append, told to the trace of the command whose events they are. */
export const tracedAppend =
  (append: EventStore['append'], tracing: Tracing): EventStore['append'] =>
  (stream, events, expected) => {
    const appending = append(stream, events, expected);
    const parent = events[0]?.metadata.traceparent;
    if (parent === undefined) return appending;
    const category = categoryOf(stream);
    const attributes = { 'docket.category': category, 'docket.events': events.length };
    const span = tracing.begin(`append ${category}`, { kind: 'internal', parent, attributes });
    appending.then(
      () => span?.end(),
      (error: Error) => span?.end({ 'error.type': error.name }, 'failed'),
    );
    return appending;
  };
