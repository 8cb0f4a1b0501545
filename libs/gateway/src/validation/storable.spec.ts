import { INPUT_NESTING_MAX } from '../limits.js';
import { unstorableIn } from './storable.js';

const nested = (levels: number): unknown => (levels === 0 ? 'x' : [nested(levels - 1)]);

describe('what no input may hold, whatever its class says', () => {
  test.each<[string, unknown, string]>([
    ['half a surrogate pair', { a: ['x', '\ud800'] }, 'a[1]'],
    ['a NUL', { a: { b: 'x\0y' } }, 'a.b'],
    ['a NUL in a name', { a: { 'b\0': 1 } }, 'a.b\0'],
    ['a whole number beyond 2^53 - 1', { n: 2 ** 53 }, 'n'],
    ['one below -(2^53 - 1)', { n: [-(2 ** 53)] }, 'n[0]'],
    ['a field called __proto__', JSON.parse('{"a":{"__proto__":1}}'), 'a.__proto__'],
    ['a field called constructor', { constructor: 1 }, 'constructor'],
    ['one level of nesting more than INPUT_NESTING_MAX', nested(INPUT_NESTING_MAX + 1), '[0]'.repeat(INPUT_NESTING_MAX)],
  ])('%s is found, and where', (_, value, field) => {
    expect(unstorableIn(value)).toMatchObject({ field });
  });

  test.each<[string, unknown]>([
    ['texts of every script, emoji and control characters', { a: 'ß 日本 🚀 \u0001\n' }],
    ['the largest whole numbers that are kept exactly', [2 ** 53 - 1, -(2 ** 53 - 1)]],
    ['fractions and small numbers', [0.1, -0, 5e-324]],
    ['INPUT_NESTING_MAX levels', nested(INPUT_NESTING_MAX)],
    ['names that only resemble those of every object', { proto: 1, toString: 2, hasOwnProperty: 3 }],
  ])('%s are taken', (_, value) => {
    expect(unstorableIn(value)).toBeUndefined();
  });

  test('a hundred thousand levels end the walk early, not the program', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(unstorableIn(deep)).toBeDefined();
  });
});
