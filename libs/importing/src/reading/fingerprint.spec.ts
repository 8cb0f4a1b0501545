import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.js';

describe('the fingerprint of a file up to a place', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'fingerprint-')), 'log.csv');
  const text = Array.from({ length: 5_000 }, (_, line) => `row ${line}\n`).join('');

  test('stays when the file grows', async () => {
    writeFileSync(file, text);
    const before = await fingerprint(file, text.length);
    appendFileSync(file, 'more\n');
    expect(await fingerprint(file, text.length)).toBe(before);
  });

  test.each([
    ['its beginning', `ROW${text.slice(3)}`, text.length],
    ['what stands before the place', `${text.slice(0, -4)}xxx\n`, text.length],
    ['the place', text, text.length - 5],
  ])('changes with %s', async (_, other, place) => {
    writeFileSync(file, text);
    const before = await fingerprint(file, text.length);
    writeFileSync(file, other);
    expect(await fingerprint(file, place)).not.toBe(before);
  });
});
