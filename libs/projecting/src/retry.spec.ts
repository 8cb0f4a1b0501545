import { RETRY_MS_MAX, RETRY_MS_MIN } from './limits.js';
import { pause, retryDelay } from './retry.js';
import { ManualClock } from './testing/manual-clock.js';

describe('the wait before a repetition', () => {
  it('doubles with each failure, up to a limit', () => {
    expect([1, 2, 3].map(retryDelay)).toEqual([RETRY_MS_MIN, 2 * RETRY_MS_MIN, 4 * RETRY_MS_MIN]);
    expect(retryDelay(7)).toBe(64 * RETRY_MS_MIN);
    expect(retryDelay(8)).toBe(RETRY_MS_MAX);
    expect(retryDelay(1_000)).toBe(RETRY_MS_MAX);
  });

  it('ends when the signal aborts, and leaves nothing behind', async () => {
    const clock = new ManualClock();
    const stopping = new AbortController();
    const paused = pause(clock, 1_000, stopping.signal);
    stopping.abort();
    await paused;
    expect(clock.sleepers).toBe(0);
    await pause(clock, 1_000, stopping.signal);
    expect(clock.sleepers).toBe(0);
  });
});
