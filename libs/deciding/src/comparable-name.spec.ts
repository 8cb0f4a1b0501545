import { comparableName, tidyName } from './comparable-name.js';

describe('a name', () => {
  test.each([
    ['Network', 'network'],
    ['  Network \t team ', 'NETWORK TEAM'],
    ['Ｎｅｔｗｏｒｋ', 'network'],
    ['Café', 'Cafe\u0301'],
    ['a\u00a0b', 'a b'],
  ])('%j is the same as %j', (one, other) => {
    expect(comparableName(one)).toBe(comparableName(other));
  });

  test('is kept as it was written, but for superfluous blanks', () => {
    expect(tidyName('  Ｎetwork \n Team ')).toBe('Ｎetwork Team');
  });
});
