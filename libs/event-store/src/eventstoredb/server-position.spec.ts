import { InvalidPosition } from '../failures.js';
import { isServerPosition, positionText, serverPosition } from './server-position.js';

describe('a position of the server', () => {
  test('is its commit and its prepare position, twenty digits each', () => {
    expect(positionText({ commit: 1346n, prepare: 17n })).toBe('0000000000000000134600000000000000000017');
    expect(serverPosition('0000000000000000134600000000000000000017')).toEqual({ commit: 1346n, prepare: 17n });
  });

  test('compares as the log does: by commit, then by prepare', () => {
    const inOrder = [
      { commit: 9n, prepare: 9n },
      { commit: 10n, prepare: 2n },
      { commit: 10n, prepare: 10n },
      { commit: 2n ** 63n - 1n, prepare: 0n },
    ].map(positionText);
    expect([...inOrder].reverse().sort()).toEqual(inOrder);
  });

  test.each(['9223372036854775807', '9223372036854775808'])('ends with the largest offset that a server has: %s', (offset) => {
    const isOne = offset.endsWith('7');
    for (const text of [offset.padStart(20, '0') + '0'.repeat(20), '0'.repeat(20) + offset.padStart(20, '0')]) {
      expect(isServerPosition(text)).toBe(isOne);
      if (!isOne) expect(() => serverPosition(text)).toThrow(InvalidPosition);
    }
  });

  test.each(['0'.repeat(39), '0'.repeat(41), `${'0'.repeat(39)}x`, '00000000000000000001'])('is not %s', (text) => {
    expect(isServerPosition(text)).toBe(false);
  });
});
