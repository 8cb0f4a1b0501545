import type { Append, Logged, Outcome } from './append-history.js';
import { checkHistory } from './check-history.js';

/** Where an event stands in the logs of these tests: its stream, its revision, and its place in the log. */
const logged = (id: string, revision: number, place: number, stream = 's'): Logged => ({ id, stream, revision, position: `p${place}` });

const ok = (revision: number, place: number): Outcome => ({ kind: 'ok', revision, position: `p${place}` });
const refused: Outcome = { kind: 'refused' };
const unknown: Outcome = { kind: 'unknown' };

const append = (ids: string, expected: Append['expected'], outcome: Outcome, [invokedAt, returnedAt] = [0, 1], stream = 's'): Append => ({
  stream,
  expected,
  ids: ids.split(' '),
  outcome,
  invokedAt: invokedAt ?? 0,
  returnedAt: returnedAt ?? 1,
});

const violations = (appends: readonly Append[], log: readonly Logged[]): readonly string[] => checkHistory(appends, log).violations;

describe('a history of appends', () => {
  test('in which all went well has nothing wrong', () => {
    const appends = [append('a', 'none', ok(0, 1), [0, 1]), append('b c', 0, ok(2, 3), [2, 5]), append('d', 0, refused, [3, 4])];
    expect(checkHistory(appends, [logged('a', 0, 1), logged('b', 1, 2), logged('c', 2, 3)])).toEqual({ violations: [], foundLater: 0 });
  });

  test('may have unknown appends that are there, and others that are not', () => {
    const appends = [append('a', 'none', unknown), append('b', 'none', unknown), append('c', 'any', ok(1, 2), [2, 3])];
    expect(checkHistory(appends, [logged('a', 0, 1), logged('c', 1, 2)])).toEqual({ violations: [], foundLater: 1 });
  });

  test('lets appends that were under way at the same time stand in either order', () => {
    const appends = [append('a', 'none', ok(0, 2), [0, 3], 'x'), append('b', 'none', ok(0, 1), [1, 2], 'y')];
    expect(violations(appends, [logged('b', 0, 1, 'y'), logged('a', 0, 2, 'x')])).toEqual([]);
  });

  test('lets an unknown append be written long after it was given up', () => {
    const appends = [append('a', 'none', unknown, [0, 1], 'x'), append('b', 'none', ok(0, 1), [2, 3], 'y')];
    expect(violations(appends, [logged('b', 0, 1, 'y'), logged('a', 0, 2, 'x')])).toEqual([]);
  });
});

describe('what is wrong with a history', () => {
  const A = append('a', 'none', ok(0, 1), [0, 1]);
  const a = logged('a', 0, 1);

  test.each<[string, Append[], Logged[], string]>([
    ['an acknowledged append is lost', [A, append('b', 0, ok(1, 2))], [a], 'the append of b to s at 0 was acknowledged and is lost'],
    ['part of an append is lost', [append('a b', 'none', ok(1, 2))], [a], 'the append of a b to s at none is there in parts'],
    ['part of an unknown append is there', [append('a b', 'none', unknown)], [a], 'the append of a b to s at none is there in parts'],
    ['an append is there twice', [A], [a, logged('a', 1, 2)], 'a is there twice'],
    ['an unknown append is there twice', [append('a', 'any', unknown)], [a, logged('a', 1, 2)], 'a is there twice'],
    [
      'what was refused is there',
      [A, append('b', 'none', refused)],
      [a, logged('b', 1, 2)],
      'the append of b to s at none was refused and is there',
    ],
    [
      'an append stands elsewhere than was said',
      [append('a', 'none', ok(0, 2))],
      [a],
      'the append of a to s at none was acknowledged elsewhere than it stands',
    ],
    [
      'an append stands at another revision than it expected',
      [A, append('b', 5, unknown)],
      [a, logged('b', 1, 2)],
      'the append of b to s at 5 stands at revision 1',
    ],
    [
      'two won one revision',
      [A, append('b', 'none', ok(0, 1), [0, 1])],
      [a],
      'the append of b to s at none and the append of a to s at none both won',
    ],
    ['a stream has a gap', [A, append('b', 'any', ok(2, 2))], [a, logged('b', 2, 2)], 's goes on with revision 2 instead of 1'],
    ['a stream has a revision twice', [A, append('b', 'any', ok(0, 2))], [a, logged('b', 0, 2)], 's goes on with revision 0 instead of 1'],
    [
      'the log is out of order',
      [append('a', 'none', ok(0, 2)), append('b', 0, ok(1, 1))],
      [logged('a', 0, 2), logged('b', 1, 1)],
      'p1 does not stand behind p2',
    ],
    ['an event is nobody’s', [A], [a, logged('z', 1, 2)], 'z is there, and nobody appended it'],
  ])('%s', (_, appends, log, violation) => {
    expect(violations(appends, log)).toContain(violation);
  });

  test.each<[string, Outcome]>([
    ['an acknowledged one', ok(0, 1)],
    ['an unknown one', unknown],
  ])('an append stands behind %s that was asked for after it had returned', (_, outcome) => {
    const appends = [append('a', 'none', ok(0, 2), [0, 1], 'x'), append('b', 'none', outcome, [2, 3], 'y')];
    expect(violations(appends, [logged('b', 0, 1, 'y'), logged('a', 0, 2, 'x')])).toEqual([
      'the append of a to x at none had returned before the append of b to y at none was asked for, and stands behind it',
    ]);
  });
});
