/** Time as the projector and the waiting queries see it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms`; gives the way to call it off. */
  wakeAfter(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAfter: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    // What merely waits does not keep a program alive that has ended.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const isoTime = (ms: number): string => new Date(ms).toISOString();
