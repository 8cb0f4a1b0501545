import { setTimeout } from 'node:timers/promises';
import { OutcomeUnknown, StoreUnavailable } from '@docket/event-store';
import type { Appended, EventStore, ExpectedRevision, NewEvent } from '@docket/event-store';
import { UNKNOWN_TRIES, UNKNOWN_WAIT_MS, UNKNOWN_WAIT_MS_MAX } from './limits.js';

/** Waits that many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

/** Waits by the machine's clock. */
export const waitFor: Wait = async (milliseconds) => {
  await setTimeout(milliseconds);
};

/** Appends until the outcome is known: an append that may or may not be in the log is sent again, the same events at the same expected revision, which
 *  the store recognises. Fails with OutcomeUnknown when it is still unknown after UNKNOWN_TRIES: a store that is gone by then says of the last attempt that
 *  nothing was written, and nothing of the first. */
export const appendSurely = async (
  store: Pick<EventStore, 'append'>,
  wait: Wait,
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): Promise<Appended> => {
  let unknown: OutcomeUnknown | undefined;
  for (let tries = 1; ; tries += 1) {
    try {
      return await store.append(stream, events, expected);
    } catch (error) {
      if (error instanceof OutcomeUnknown) unknown = error;
      if (!unknown || (error !== unknown && !(error instanceof StoreUnavailable))) throw error;
      if (tries === UNKNOWN_TRIES) throw unknown;
      await wait(Math.min(UNKNOWN_WAIT_MS * 2 ** (tries - 1), UNKNOWN_WAIT_MS_MAX));
    }
  }
};
