import { SORTABLE_NAME_LENGTH, comparableName, sortableName, tidyName } from './comparable-name.js';

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

  test('is sorted by what it is compared by, and by no more than a store takes', () => {
    expect(sortableName('  Network \t Team')).toBe('network team');
    const short = 'n'.repeat(SORTABLE_NAME_LENGTH);
    expect(sortableName(short)).toBe(short);
    expect(sortableName(`${short}n`)).toBe(short);
    // One character that is eighteen when it is compared.
    expect([...sortableName('ﷺ'.repeat(SORTABLE_NAME_LENGTH))]).toHaveLength(SORTABLE_NAME_LENGTH);
    expect(sortableName('😀'.repeat(SORTABLE_NAME_LENGTH + 1)).isWellFormed()).toBe(true);
  });
});
