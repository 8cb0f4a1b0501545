import { KnownEnds } from './known-ends.js';

test('what follows an end is known once the end is', () => {
  const ends = new KnownEnds();
  expect(ends.isBehindEnd('s', 0)).toBe(false);
  ends.reached('s', 3);
  expect([3, 4].map((revision) => ends.isBehindEnd('s', revision))).toEqual([false, true]);
  expect(ends.isBehindEnd('t', 4)).toBe(false);
});

test('an end does not step back: a repeated append answers an older revision', () => {
  const ends = new KnownEnds();
  ends.reached('s', 3);
  ends.reached('s', 1);
  expect(ends.isBehindEnd('s', 2)).toBe(false);
});

test('an absent stream has no end, and what is forgotten is not known', () => {
  const ends = new KnownEnds();
  ends.reached('s', -1);
  expect(ends.isBehindEnd('s', 0)).toBe(false);
  ends.reached('s', 0);
  ends.forget();
  expect(ends.isBehindEnd('s', 1)).toBe(false);
});
