import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRejects } from './rejects-file.js';

describe('the file of rejected rows', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'rejects-')), 'rejects.csv');

  test('has a line for each, with quotes where they are needed', async () => {
    const lines = [
      { line: 3, case: undefined, reason: 'has 3 columns, the header has 10' },
      { line: 9, case: 'a"b', reason: 'state: "x" is\nwrong' },
    ];
    expect(await writeRejects(file, lines)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('line,case,reason\n3,,"has 3 columns, the header has 10"\n9,"a""b","state: ""x"" is\nwrong"\n');
  });

  test('is not there where there are none', async () => {
    expect(await writeRejects(file, [])).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  test('is not there by half: what can’t be written leaves none', async () => {
    const failing = function* () {
      yield { line: 3, case: '7', reason: 'x' };
      throw new Error('the memory went');
    };
    await expect(writeRejects(file, failing())).rejects.toThrow('the memory went');
    expect(existsSync(file)).toBe(false);
  });
});
