import { Standstill, STANDSTILL_MS_MAX } from './standstill.js';

const LOOK_MS = 200;
const LOOKS = STANDSTILL_MS_MAX / LOOK_MS;

describe('read models that a command waits for', () => {
  const looks = (standstill: Standstill, left: number, count: number): boolean =>
    Array.from({ length: count }, () => standstill.lasts(left)).some((lasts) => lasts);

  test('stand still when nothing is folded for a minute, and not a look before it', () => {
    const standstill = new Standstill(LOOK_MS);
    expect(looks(standstill, 70, LOOKS)).toBe(false);
    expect(standstill.lasts(70)).toBe(true);
  });

  test('do not while they go on, however slowly, or while others append faster than they fold', () => {
    const standstill = new Standstill(LOOK_MS);
    for (const left of [70, 69, 72]) expect(looks(standstill, left, LOOKS)).toBe(false);
  });
});
