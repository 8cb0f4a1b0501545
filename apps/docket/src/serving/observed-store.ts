import type { EventStore } from '@docket/event-store';
import type { AppendEnd, Metrics } from '@docket/gateway';
import { endOfAppend } from '../append-end.js';

/** The store's append, with its time told to the metrics. (Not an async function: nobody need wait for what the metrics are told.) */
export const observedAppend =
  (store: Pick<EventStore, 'append'>, { observeAppend }: Pick<Metrics, 'observeAppend'>): EventStore['append'] =>
  (stream, events, expected) => {
    const began = performance.now();
    const observe = (end: AppendEnd): void => observeAppend(end, (performance.now() - began) / 1_000);
    const appending = store.append(stream, events, expected);
    appending.then(
      () => observe('appended'),
      (error: unknown) => observe(endOfAppend(error)),
    );
    return appending;
  };
