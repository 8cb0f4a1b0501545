import { Tally } from './tally.js';

test('what there is of a key is counted up and down, and by itself', () => {
  const tally = new Tally();
  for (const key of ['a', 'a', 'b']) tally.add(key);
  expect(['a', 'b', 'c'].map((key) => tally.of(key))).toEqual([2, 1, 0]);
  tally.remove('a');
  tally.remove('b');
  expect(['a', 'b'].map((key) => tally.of(key))).toEqual([1, 0]);
});
