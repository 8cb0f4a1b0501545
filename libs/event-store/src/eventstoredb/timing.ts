import { setTimeout as sleep } from 'node:timers/promises';

/** How long the adapter waits, in milliseconds. The client's own deadlines are not kept everywhere. */
export interface Timing {
  /** For the answer to an append, and for its turn to be sent. */
  readonly append_ms: number;
  /** For the next event of a read. */
  readonly read_ms: number;
  /** For a sign of life of a subscription, before the log's end is looked at. */
  readonly silence_ms: number;
  /** Before a subscription that broke is taken up again: doubled with each failure, up to the second. */
  readonly retry_ms: number;
  readonly retry_ms_max: number;
  /** For the client to let its streams go. */
  readonly dispose_ms: number;
}

export const TIMING: Timing = {
  append_ms: 10_000,
  read_ms: 10_000,
  silence_ms: 15_000,
  retry_ms: 100,
  retry_ms_max: 5_000,
  dispose_ms: 2_000,
};

/** What the promise gives, or the failure when it takes longer. */
export const within = <Value>(promise: Promise<Value>, milliseconds: number, late: () => Error): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** Waits for the promise, but no longer. */
export const atMost = (promise: Promise<unknown>, milliseconds: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    void promise.then(() => resolve(), reject).finally(() => clearTimeout(timer));
  });

/** Waits before the next attempt: longer after each failure, and never as long as others who failed at the same moment. Ends early when the signal aborts. */
export const backOff = async (failures: number, { retry_ms, retry_ms_max }: Timing, signal: AbortSignal): Promise<void> => {
  const most = Math.min(retry_ms * 2 ** (failures - 1), retry_ms_max);
  await sleep(most * (0.5 + Math.random() / 2), undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
};
