import { InvalidPosition } from './failures.js';
import { isNumberedPosition, ordinalOf, positionOf } from './numbered-position.js';

describe('positions that are numbers', () => {
  test.each([1, 9, 10, 4_294_967_296, Number.MAX_SAFE_INTEGER])('%d comes out as it went in', (ordinal) => {
    expect(positionOf(ordinal)).toHaveLength(20);
    expect(ordinalOf(positionOf(ordinal))).toBe(ordinal);
  });

  test('the order of texts is the order of numbers', () => {
    const positions = [1, 2, 9, 10, 11, 99, 100, 1e15].map(positionOf);
    expect([...positions].sort()).toEqual(positions);
  });

  test('one beyond all numbers is a position behind every event', () => {
    expect(isNumberedPosition('9'.repeat(20))).toBe(true);
    expect(ordinalOf('9'.repeat(20))).toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each([
    '',
    '1',
    '9'.repeat(19),
    '9'.repeat(21),
    `-${'1'.repeat(19)}`,
    `${'1'.repeat(19)} `,
    `0x${'1'.repeat(18)}`,
    `${'1'.repeat(20)}\n`,
  ])('%j is none', (text) => {
    expect(isNumberedPosition(text)).toBe(false);
    expect(() => ordinalOf(text)).toThrow(InvalidPosition);
  });

  test('no position stands before the first event', () => {
    expect(ordinalOf(undefined)).toBe(0);
  });
});
