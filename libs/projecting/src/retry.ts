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

/** How long to wait before the attempt after `failures` failures in a row. */
export const retryDelay = (failures: number): number => Math.min(RETRY_MS_MIN * 2 ** Math.max(0, failures - 1), RETRY_MS_MAX);
