import type { EventStore } from '@docket/event-store';
import type { Metrics } from '@docket/gateway';

/** The store's append, with its time told to the metrics. (Not an async function: nobody need wait for what the metrics are told.) */
export const observedAppend =
  (store: EventStore, { observeAppend }: Metrics): EventStore['append'] =>
  (stream, events, expected) => {
    const began = performance.now();
    const observe = (outcome: 'appended' | 'failed'): void => observeAppend(outcome, (performance.now() - began) / 1_000);
    const appending = store.append(stream, events, expected);
    appending.then(
      () => observe('appended'),
      () => observe('failed'),
    );
    return appending;
  };
