import type { Clock } from './clock.js';
import { RETRY_MS_MAX, RETRY_MS_MIN } from './limits.js';

/** Waits `ms`, or until the signal aborts. */
export const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      callOff();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const callOff = clock.wakeAfter(ms, done);
    signal.addEventListener('abort', done);
  });

/** How long to wait before the attempt after `failures` failures in a row: doubled each time up to the longest, and of that between the half and the
 *  whole, so that those who were cut off together do not come back together. `random` gives 0 … 1. */
export const retryDelay = (failures: number, random: () => number = Math.random): number => {
  const longest = Math.min(RETRY_MS_MIN * 2 ** Math.max(0, failures - 1), RETRY_MS_MAX);
  return (longest / 2) * (1 + random());
};

export interface Persistence {
  readonly clock: Clock;
  /** Ends the attempts. */
  readonly signal: AbortSignal;
  /** Whether a failure may pass by itself; any other one is thrown on. */
  readonly passes: (error: unknown) => boolean;
  /** Hears of each failure that may pass. */
  readonly failed: (error: unknown) => void;
}

/** Tries for ever, with growing pauses. undefined: the signal aborted first. */
export const persistently = async <Result>(
  work: () => Promise<Result>,
  { clock, signal, passes, failed }: Persistence,
): Promise<Result | undefined> => {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error)) throw error;
      failed(error);
      await pause(clock, retryDelay(failures), signal);
    }
  }
  return undefined;
};
