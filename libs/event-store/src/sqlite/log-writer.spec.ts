import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { EncodedEvent } from '../checks.js';
import { encodeAppend } from '../checks.js';
import { newEvents } from '../contract/world.contract.js';
import { ANY_REPEAT_EVENTS } from '../limits.js';
import { ANY, NONE, UNAVAILABLE, UNKNOWN, WRONG_REVISION } from './append-wire.js';
import { openForReading, openForWriting } from './log-file.js';
import { LogWriter } from './log-writer.js';
import { scratchFolder } from './testing/scratch-folder.js';
import { StoredEvents } from './stored-events.js';

const scratch = scratchFolder();
let db: Database.Database;
let writer: LogWriter;

beforeEach(() => {
  db = openForWriting(join(scratch(), 'events.db'));
  writer = new LogWriter(db);
});
afterEach(() => {
  db.close();
});

const events = (count: number): readonly EncodedEvent[] => encodeAppend('s', newEvents(count), 'any');

/** One group of appends; gives their answers in pairs. */
const group = (...appends: [stream: string, expected: number, events: readonly EncodedEvent[]][]): unknown[][] => {
  for (const [stream, expected, given] of appends) writer.take({ stream, expected, events: given });
  const { answers } = writer.commit();
  return appends.map((_, index) => answers.slice(2 * index, 2 * index + 2));
};

/** What others see: positions and bytes. */
const log = (): { readonly ordinal: number; readonly id: string }[] => {
  const reader = openForReading(join(scratch(), 'events.db'));
  const rows = new StoredEvents(reader).after(0, 5_000);
  reader.close();
  return rows.map(([ordinal, bytes]) => ({ ordinal, id: (JSON.parse(bytes) as { id: string }).id }));
};

/** A writer whose commits fail as SQLite would tell it, until the function is called. */
const writerWhoseCommitsFail = (code: string): (() => void) => {
  let failing = true;
  const failure = Object.assign(new Error('as if'), { name: 'SqliteError', code });
  const prepare = (sql: string): unknown => {
    const statement = db.prepare(sql);
    const run = (): unknown => {
      if (failing) throw failure;
      return statement.run();
    };
    return sql === 'COMMIT' ? { run } : statement;
  };
  writer = new LogWriter(Object.create(db, { prepare: { value: prepare } }) as Database.Database);
  return () => (failing = false);
};

describe('a group of appends', () => {
  test('is judged in order, each seeing those before it, and one in conflict leaves its neighbours alone', () => {
    const [first, second, other] = [events(2), events(1), events(3)];
    expect(
      group(
        ['a', NONE, first],
        ['a', NONE, second],
        ['b', 0, second],
        ['a', 1, second],
        ['b', ANY, other],
        ['a', NONE, first],
        ['c', ANY, []],
      ),
    ).toEqual([
      [1, 2],
      [WRONG_REVISION, 1],
      [WRONG_REVISION, NONE],
      [2, 3],
      [2, 6],
      [1, -2],
      [NONE, 0],
    ]);
    expect(log().map(({ id }) => id)).toEqual([...first, ...second, ...other].map(({ id }) => id));
  });

  test('is not seen before it is committed', () => {
    writer.take({ stream: 'a', expected: NONE, events: events(1) });
    expect(log()).toEqual([]);
    expect(writer.commit()).toEqual({ answers: [0, 1], head: 1 });
    expect(log()).toHaveLength(1);
  });

  test('that writes nothing has no new head', () => {
    group(['a', NONE, events(1)]);
    writer.take({ stream: 'a', expected: NONE, events: events(1) });
    expect(writer.commit()).toEqual({ answers: [WRONG_REVISION, 0], head: undefined });
    expect(writer.commit()).toEqual({ answers: [], head: undefined });
  });

  test('that finds the disk full writes nothing, says so to each, and takes no position: the next one goes on', () => {
    group(['a', NONE, events(1)]);
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`);
    const answers = group(['a', 0, events(1)], ['b', NONE, events(900)], ['c', NONE, events(1)], ['a', 0, events(1)]);
    for (const answer of answers) expect(answer).toEqual([UNAVAILABLE, expect.stringContaining('database or disk is full')]);
    expect(log()).toHaveLength(1);
    db.pragma('max_page_count = 1000000');
    expect(group(['b', NONE, events(2)], ['a', 0, events(1)])).toEqual([
      [1, 3],
      [1, 4],
    ]);
    expect(log().map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4]);
  });

  test('that cannot begin, since another program holds the file, writes nothing', () => {
    db.pragma('busy_timeout = 0');
    const other = openForWriting(join(scratch(), 'events.db'));
    other.exec('BEGIN IMMEDIATE');
    expect(group(['a', NONE, events(1)])).toEqual([[UNAVAILABLE, expect.stringContaining('locked')]]);
    other.exec('ROLLBACK');
    other.close();
    expect(group(['a', NONE, events(1)])).toEqual([[0, 1]]);
  });

  test.each([
    ['SQLITE_FULL', UNAVAILABLE, 'the event log could not be written: as if'],
    ['SQLITE_IOERR_FSYNC', UNKNOWN, 'a commit of the event log failed: as if'],
    ['SQLITE_IOERR_WRITE', UNKNOWN, 'a commit of the event log failed: as if'],
  ])('whose commit fails with %s: what is answered is what is known', (code, answer, reason) => {
    const given = events(2);
    const mend = writerWhoseCommitsFail(code);
    expect(group(['a', NONE, given], ['a', NONE, events(1)])).toEqual([
      [answer, reason],
      [answer, reason],
    ]);
    mend();
    expect(log()).toEqual([]);
    expect(group(['a', NONE, given])).toEqual([[1, 2]]);
  });
});

describe('an append at any', () => {
  test('is recognised as repeated among the stream’s last events, also by a writer that has just begun', () => {
    const [given, later] = [events(2), events(ANY_REPEAT_EVENTS - 2)];
    group(['a', ANY, given], ['a', ANY, later]);
    expect(group(['a', ANY, given])).toEqual([[1, -2]]);
    writer = new LogWriter(db);
    expect(group(['a', ANY, given])).toEqual([[1, -2]]);
    expect(group(['a', ANY, later.slice(-3)])).toEqual([[ANY_REPEAT_EVENTS - 1, -ANY_REPEAT_EVENTS]]);
  });

  test('sees what was written at a revision since it looked first', () => {
    group(['a', ANY, events(1)]);
    const [given] = [events(1)];
    group(['a', ANY, events(1)], ['a', 1, given]);
    expect(group(['a', ANY, given])).toEqual([[2, -3]]);
  });
});
