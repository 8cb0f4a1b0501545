import { hasMoreValues } from './variables.js';

describe('values in variables', () => {
  test.each<[number, object]>([
    [0, {}],
    [1, { id: '7' }],
    [3, { a: null, b: 1, c: 'x' }],
    [6, { input: { tags: ['a', 'b'], requester: { name: 'A' } } }],
    [4, { input: [[1, 2]] }],
  ])('are %i, however deep they stand, in %j', (count, variables) => {
    expect(hasMoreValues(variables, count)).toBe(false);
    if (count > 0) expect(hasMoreValues(variables, count - 1)).toBe(true);
  });
});
