import { RETRY_MS_MAX, RETRY_MS_MIN } from './limits.js';
import { pause, persistently, retryDelay } from './retry.js';
import { ManualClock } from './testing/manual-clock.js';
import { settled, turns } from './testing/scene.js';

const away = new Error('away');
const most = () => 1;
const least = () => 0;

describe('the wait before a repetition', () => {
  it('doubles with each failure, up to a limit', () => {
    expect([1, 2, 3].map((failures) => retryDelay(failures, most))).toEqual([RETRY_MS_MIN, 2 * RETRY_MS_MIN, 4 * RETRY_MS_MIN]);
    expect(retryDelay(7, most)).toBe(64 * RETRY_MS_MIN);
    expect(retryDelay(8, most)).toBe(RETRY_MS_MAX);
    expect(retryDelay(1_000, most)).toBe(RETRY_MS_MAX);
  });

  it('is anything from the half of that on, so that those who were cut off together come back apart', () => {
    expect(retryDelay(1, least)).toBe(RETRY_MS_MIN / 2);
    expect(retryDelay(1_000, least)).toBe(RETRY_MS_MAX / 2);
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

describe('work that is tried persistently', () => {
  const given = () => {
    const clock = new ManualClock();
    const stopping = new AbortController();
    const failures: unknown[] = [];
    const persistence = {
      clock,
      signal: stopping.signal,
      passes: (error: unknown) => error === away,
      failed: (error: unknown) => void failures.push(error),
    };
    return { clock, stopping, failures, persistence };
  };

  it('is tried for ever while its failure may pass', async () => {
    const { clock, failures, persistence } = given();
    let attempts = 0;
    const done = persistently(async () => {
      if (++attempts < 50) throw away;
      return 'there';
    }, persistence);
    while (!(await settled(done))) clock.advance(RETRY_MS_MAX);
    expect(await done).toBe('there');
    expect(failures).toHaveLength(49);
  });

  it('fails at once with what does not pass', async () => {
    const { failures, persistence } = given();
    await expect(persistently(() => Promise.reject(new Error('broken')), persistence)).rejects.toThrow('broken');
    expect(failures).toEqual([]);
  });

  it('ends without a result when it is told to stop', async () => {
    const { stopping, persistence } = given();
    const done = persistently(() => Promise.reject(away), persistence);
    await turns();
    stopping.abort();
    expect(await done).toBeUndefined();
  });
});
