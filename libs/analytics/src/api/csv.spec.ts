import { csvOf } from './csv.js';

test('a table as CSV quotes what would be taken for its structure', () => {
  expect(csvOf([['day', 'a,b', 'say "x"', 'two\nlines', 7]])).toBe('day,"a,b","say ""x""","two\nlines",7\r\n');
});
