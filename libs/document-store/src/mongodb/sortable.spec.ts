import fc from 'fast-check';
import { sortable, unsortable } from './sortable.js';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'b', '\0', '\u0001', '\uD7FE', '\uD7FF', '\uE000', '\uFFFF', '\u{10000}', '\u{10FFFF}'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});
const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byBytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('an order value that is made sortable', () => {
  test('has the order of the texts’ bytes, whether it is compared by UTF-16 units or by bytes', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, other] = [sortable(a) as string, sortable(b) as string];
        expect([byUnits(one, other), byBytes(one, other)]).toEqual([byBytes(a, b), byBytes(a, b)]);
      }),
    );
  });

  test('is well-formed, and gives back what it was made of', () => {
    fc.assert(
      fc.property(text, (a) => {
        const made = sortable(a) as string;
        expect(made.isWellFormed()).toBe(true);
        expect(unsortable(made)).toBe(a);
      }),
    );
  });

  test('is the text itself nearly always, and a number always', () => {
    for (const value of ['2024-05-20T08:00:00.000Z', 'Ärger 包裹', 7, -0.5]) expect(sortable(value)).toBe(value);
  });
});
