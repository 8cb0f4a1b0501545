import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseMemory, ImportProgress } from '../working-memory.js';
import { WorkingFile } from './working-file.js';

const folder = mkdtempSync(join(tmpdir(), 'working-file-'));
const fileOf = (name: string) => join(folder, name, 'desk.sqlite');

const progress: ImportProgress = {
  place: { offset: 10, lines: 2 },
  fingerprint: 'f',
  mapping: 'm',
  rows: 1,
  tickets: 1,
  events: 3,
  rejected: 0,
};
const memory = { ordinal: 2, last: { at: 5, cells: ['a', 'b"\n'] }, requesterId: 'r' };

describe('a working file', () => {
  test('remembers what it was told, also when it is opened again', () => {
    const file = WorkingFile.open(fileOf('again'), 'log-1');
    expect([file.progress(), file.caseOf('7'), file.knowsPerson('p')]).toEqual([undefined, undefined, false]);
    file.remember({
      progress,
      cases: new Map<string, CaseMemory>([
        ['7', memory],
        ['8', { ordinal: 1 }],
      ]),
      people: ['p'],
      rejected: [{ line: 9, case: '8', reason: 'bad' }],
    });
    file.remember({
      progress: { ...progress, rows: 2 },
      cases: new Map([['8', { ordinal: 2 }]]),
      people: ['p'],
      rejected: [{ line: 4, case: undefined, reason: 'worse' }],
    });
    file.close();
    const opened = WorkingFile.open(fileOf('again'), 'log-1');
    expect(opened.progress()).toEqual({ ...progress, rows: 2 });
    expect(opened.caseOf('7')).toEqual(memory);
    expect(opened.caseOf('8')).toEqual({ ordinal: 2 });
    expect([opened.knowsPerson('p'), opened.knowsPerson('q')]).toEqual([true, false]);
    expect([...opened.rejected()]).toEqual([
      { line: 4, case: undefined, reason: 'worse' },
      { line: 9, case: '8', reason: 'bad' },
    ]);
    opened.close();
  });

  test('that starts over knows people still, and nothing else', () => {
    const file = WorkingFile.open(fileOf('over'), 'log-1');
    file.remember({ progress, cases: new Map([['7', memory]]), people: ['p'], rejected: [{ line: 9, case: '8', reason: 'bad' }] });
    file.startOver();
    expect([file.progress(), file.caseOf('7'), [...file.rejected()], file.knowsPerson('p')]).toEqual([undefined, undefined, [], true]);
    file.close();
  });

  test('that forgets all knows nobody either', () => {
    const file = WorkingFile.open(fileOf('all'), 'log-1');
    file.remember({ progress, cases: new Map([['7', memory]]), people: ['p'], rejected: [{ line: 9, case: '8', reason: 'bad' }] });
    file.forgetAll();
    expect([file.progress(), file.caseOf('7'), [...file.rejected()], file.knowsPerson('p')]).toEqual([undefined, undefined, [], false]);
    file.close();
  });

  test('of another log begins anew', () => {
    const file = WorkingFile.open(fileOf('other'), 'log-1');
    file.remember({ progress, cases: new Map(), people: ['p'], rejected: [] });
    file.close();
    const other = WorkingFile.open(fileOf('other'), 'log-2');
    expect([other.progress(), other.knowsPerson('p')]).toEqual([undefined, false]);
    other.close();
  });

  test('that is none begins anew', () => {
    WorkingFile.open(fileOf('broken'), 'log-1').close();
    writeFileSync(fileOf('broken'), 'this is no database, however often it is read'.repeat(100));
    const file = WorkingFile.open(fileOf('broken'), 'log-1');
    expect(file.progress()).toBeUndefined();
    file.close();
  });
});
