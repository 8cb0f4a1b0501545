import { TERM_BYTES_MAX } from './limits.js';
import { fitsTerm } from './term.js';

test.each([
  ['', true],
  ['a'.repeat(TERM_BYTES_MAX), true],
  ['a'.repeat(TERM_BYTES_MAX + 1), false],
  ['ü'.repeat(TERM_BYTES_MAX / 2), true],
  [`a${'ü'.repeat(TERM_BYTES_MAX / 2)}`, false],
  ['😀'.repeat(TERM_BYTES_MAX / 4), true],
  ['\ud83d', false],
])('%#: a text fits where its bytes do: %s', (text, fits) => {
  expect(fitsTerm(text)).toBe(fits);
});
