import { FixedWindow } from './fixed-window.js';
import { COUNTED_KEYS_MAX } from './limits.js';

describe('a limiter with fixed windows', () => {
  let now = 0;
  const limiter = (keysMax?: number) =>
    new FixedWindow({ max: 2, windowMs: 60_000, now: () => now, ...(keysMax === undefined ? {} : { keysMax }) });
  beforeEach(() => (now = 0));

  test('counts down from the first, and anew when the window is over', () => {
    const window = limiter();
    expect(window.count('a')).toEqual({ left: 1, resetMs: 60_000 });
    now = 59_999;
    expect(window.count('a')).toEqual({ left: 0, resetMs: 1 });
    expect(window.count('a')).toEqual({ left: -1, resetMs: 1 });
    now = 60_000;
    expect(window.count('a')).toEqual({ left: 1, resetMs: 60_000 });
  });

  test('is blocked for a key that has none left, until its window is over or it is forgotten', () => {
    const window = limiter();
    expect(window.blockedMs('a')).toBe(0);
    window.count('a');
    expect(window.blockedMs('a')).toBe(0);
    window.count('a');
    now = 20_000;
    expect(window.blockedMs('a')).toBe(40_000);
    expect(window.blockedMs('b')).toBe(0);
    window.forget('a');
    expect(window.blockedMs('a')).toBe(0);
    window.count('a');
    window.count('a');
    now = 80_000;
    expect(window.blockedMs('a')).toBe(0);
  });

  test('tells how many there were in the present window', () => {
    const window = limiter();
    expect(window.counted('a')).toBe(0);
    window.count('a');
    now = 59_999;
    window.count('a');
    expect([window.counted('a'), window.counted('b')]).toEqual([2, 0]);
    now = 60_000;
    expect(window.counted('a')).toBe(0);
  });

  test('remembers no more keys than it may, and forgets the one whose window began first', () => {
    const window = limiter(2);
    for (const key of ['a', 'b']) window.count(key);
    now = 60_000;
    // The window of a begins anew, behind that of b.
    window.count('a');
    window.count('c');
    expect(window.count('a').left).toBe(0);
    expect(window.count('c').left).toBe(0);
    expect(window.count('b').left).toBe(1);
  });

  test(`remembers ${COUNTED_KEYS_MAX} keys where nothing else is said`, () => {
    const window = limiter();
    for (let key = 0; key < COUNTED_KEYS_MAX; key++) window.count(String(key));
    expect(window.count('0').left).toBe(0);
    window.count('one more');
    expect(window.count('1').left).toBe(0);
    expect(window.count('0').left).toBe(1);
  });
});
