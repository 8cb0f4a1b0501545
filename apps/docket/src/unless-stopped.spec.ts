import { getEventListeners } from 'node:events';
import { unlessStopped } from './unless-stopped.js';

describe('work that a signal may stop', () => {
  /** Ends when a test says so. */
  const held = () => {
    let [done, fail] = [(): void => undefined, (_: Error): void => undefined];
    const work = new Promise<void>((resolve, reject) => ([done, fail] = [resolve, reject]));
    return { work: () => work, done, fail };
  };

  test('is waited for where nothing stops it, and fails as it fails', async () => {
    const { signal } = new AbortController();
    expect(await unlessStopped(() => Promise.resolve(), signal)).toBe(true);
    await expect(unlessStopped(() => Promise.reject(new Error('cracked')), signal)).rejects.toThrow('cracked');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('is not begun behind the signal', async () => {
    const begun: string[] = [];
    const work = () => {
      begun.push('work');
      return Promise.reject(new Error('the store is closed'));
    };
    expect(await unlessStopped(work, AbortSignal.abort())).toBe(false);
    expect(begun).toEqual([]);
  });

  test('is not waited for behind the signal, and what fails because of the stop is no failure', async () => {
    const stop = new AbortController();
    const { work, fail } = held();
    const ended = unlessStopped(work, stop.signal);
    stop.abort();
    expect(await ended).toBe(false);
    fail(new Error('the store is closed'));
    await new Promise(setImmediate);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });
});
