import { type EventStore, InvalidEvent, StreamGone, TooLarge, WrongExpectedRevision } from '@docket/event-store';
import type { AppendEnd, Metrics } from '@docket/gateway';

/** What an append came to that was not taken. Only the last says that something is wrong with the store, or that nobody knows. */
const endOf = (error: unknown): AppendEnd => {
  if (error instanceof WrongExpectedRevision) return 'conflict';
  if (error instanceof TooLarge || error instanceof InvalidEvent || error instanceof StreamGone) return 'refused';
  return 'failed';
};

/** The store's append, with its time told to the metrics. (Not an async function: nobody need wait for what the metrics are told.) */
export const observedAppend =
  (store: Pick<EventStore, 'append'>, { observeAppend }: Pick<Metrics, 'observeAppend'>): EventStore['append'] =>
  (stream, events, expected) => {
    const began = performance.now();
    const observe = (end: AppendEnd): void => observeAppend(end, (performance.now() - began) / 1_000);
    const appending = store.append(stream, events, expected);
    appending.then(
      () => observe('appended'),
      (error: unknown) => observe(endOf(error)),
    );
    return appending;
  };
