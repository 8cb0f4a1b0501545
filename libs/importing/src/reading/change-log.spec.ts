import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLUMNS_MAX, ROW_BYTES_MAX } from '../domain/limits.js';
import { ChangeLog, NoLog } from './change-log.js';
import type { LogPlace, LogRow } from './change-log.js';

const folder = mkdtempSync(join(tmpdir(), 'change-log-'));
const file = join(folder, 'log.csv');

const written = async (text: string | Buffer, delimiter = ','): Promise<ChangeLog> => {
  writeFileSync(file, text);
  return ChangeLog.open(file, delimiter);
};

const all = async (log: ChangeLog, from?: LogPlace): Promise<LogRow[]> => {
  const rows: LogRow[] = [];
  for await (const some of log.rows(from)) rows.push(...some);
  return rows;
};

const cellsAndLines = (rows: readonly LogRow[]) => rows.map(({ cells, line, problem }) => [line, cells ?? problem]);

describe('a log', () => {
  test('gives its header, duplicate names and all, and its rows with their lines', async () => {
    const log = await written('a,b,b\n1,2,3\n\n4,"x\ny",6\n7,8,9\n');
    expect(log.header).toEqual(['a', 'b', 'b']);
    expect(cellsAndLines(await all(log))).toEqual([
      [2, ['1', '2', '3']],
      [4, ['4', 'x\ny', '6']],
      [6, ['7', '8', '9']],
    ]);
  });

  test.each([
    ['Windows line ends', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['both kinds of line ends', 'a,b\r\n1,2\n3,4\r\n'],
    ['a byte order mark', '\uFEFFa,b\n1,2\n3,4\n'],
    ['no line end at its end', 'a,b\n1,2\n3,4'],
  ])('with %s reads the same', async (_, text) => {
    const log = await written(text);
    expect(log.header).toEqual(['a', 'b']);
    expect(cellsAndLines(await all(log))).toEqual([
      [2, ['1', '2']],
      [3, ['3', '4']],
    ]);
  });

  test('goes on behind any of its rows', async () => {
    const log = await written('a,b\r\n1,ü\r\n\r\n"3\r\n",4\r\n5,6\r\n7,"8"\r\n');
    const rows = await all(log);
    for (const [index, { end }] of rows.entries()) expect(await all(log, end)).toEqual(rows.slice(index + 1));
  });

  test('takes other delimiters', async () => {
    const log = await written('a;b\n1,5;2\n', ';');
    expect(cellsAndLines(await all(log))).toEqual([[2, ['1,5', '2']]]);
  });

  test('has the rows that it had when it was opened', async () => {
    const log = await written('a,b\n1,2\n');
    appendFileSync(file, '3,4\n');
    expect(cellsAndLines(await all(log))).toEqual([[2, ['1', '2']]]);
    expect(cellsAndLines(await all(await ChangeLog.open(file, ',')))).toHaveLength(2);
  });

  test('says when its last line may still be being written', async () => {
    const complete = async (text: string) => (await all(await written(text))).map((row) => row.complete);
    expect(await complete('a,b\n1,2\n3,4\n')).toEqual([true, true]);
    expect(await complete('a,b\n1,2\n3,')).toEqual([true, false]);
  });

  test('reads quotes that should not be there as they are', async () => {
    const log = await written('a,b\n1,17" monitor\n2,"so" called\n3,4\n');
    expect(cellsAndLines(await all(log))).toEqual([
      [2, ['1', '17" monitor']],
      [3, ['2', '"so" called']],
      [4, ['3', '4']],
    ]);
  });

  test('gives up the line of a quote that is never closed, and goes on behind it', async () => {
    const log = await written('a,b\n1,2\n3,"4\n\n5,6\n7,8\n');
    expect(cellsAndLines(await all(log))).toEqual([
      [2, ['1', '2']],
      [3, 'a quote is opened that is never closed'],
      [5, ['5', '6']],
      [6, ['7', '8']],
    ]);
  });

  test('gives up a row beyond the limit, and goes on behind it', async () => {
    const long = 'x'.repeat(ROW_BYTES_MAX + 1);
    const log = await written(`a,b\n1,${'x'.repeat(1000)}\n2,${long}\n3,4\n`);
    expect(cellsAndLines(await all(log)).map(([line, text]) => [line, typeof text])).toEqual([
      [2, 'object'],
      [3, 'string'],
      [4, 'object'],
    ]);
  });
});

describe('no log', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['an empty file', '', /is no log: it is empty/],
    ['something that is no text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 1, 0x2c, 2]), /is not UTF-8 text/],
    ['text of a spreadsheet in UTF-16', Buffer.from('\uFEFFa,b\r\n1,2\r\n', 'utf16le'), /it is UTF-16 text; save it as UTF-8$/],
    ['UTF-16 text with its bytes the other way round', Buffer.from('\uFEFFa,b\n', 'utf16le').swap16(), /it is UTF-16 text/],
    ['text without columns', 'hello\nworld\n', /one column only, hello \(is the delimiter right\?\)/],
    ['another delimiter', 'a;b;c\n1;2;3\n', /one column only, a;b;c/],
    ['too many columns', `${Array.from({ length: COLUMNS_MAX + 1 }, (_, index) => `c${index}`).join(',')}\n`, /more than 1000/],
    ['a quote without end', 'a,"b\n1,2\n', /its header can't be read/],
  ])('is %s', async (_, text, message) => {
    await expect(written(text)).rejects.toThrow(NoLog);
    await expect(written(text)).rejects.toThrow(message);
  });

  test('is a header at the limit of columns, one more than a file that is', async () => {
    const log = await written(`${Array.from({ length: COLUMNS_MAX }, (_, index) => `c${index}`).join(',')}\n`);
    expect(log.header).toHaveLength(COLUMNS_MAX);
  });

  test('is a file that is not there, or a folder', async () => {
    await expect(ChangeLog.open(join(folder, 'none.csv'), ',')).rejects.toThrow(/none\.csv can't be read: .*ENOENT/);
    await expect(ChangeLog.open(folder, ',')).rejects.toThrow(/it is not a file|EISDIR/);
  });
});
