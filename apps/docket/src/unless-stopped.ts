import { once } from 'node:events';

/** Does the work until the signal says stop. False: it was not begun, or not waited for; how it ends then is no more of anybody's concern. */
export const unlessStopped = async (work: () => Promise<void>, signal: AbortSignal): Promise<boolean> => {
  if (signal.aborted) return false;
  const ended = new AbortController();
  const stopped = once(signal, 'abort', { signal: ended.signal }).then(
    () => false,
    () => true,
  );
  try {
    return await Promise.race([work().then(() => true), stopped]);
  } finally {
    ended.abort();
  }
};
