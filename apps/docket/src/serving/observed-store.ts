import type { EventStore } from '@docket/event-store';
import type { Metrics } from '@docket/gateway';

/** The store's append, with its time told to the metrics. */
export const observedAppend =
  (store: EventStore, { observeAppend }: Metrics): EventStore['append'] =>
  async (stream, events, expected) => {
    const began = performance.now();
    let outcome: 'appended' | 'failed' = 'failed';
    try {
      const appended = await store.append(stream, events, expected);
      outcome = 'appended';
      return appended;
    } finally {
      observeAppend(outcome, (performance.now() - began) / 1_000);
    }
  };
