import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newEvents } from '../contract/world.contract.js';
import { CannotOpen } from '../failures.js';
import { DataFolder } from './data-folder.js';
import { openForReading, openForWriting } from './log-file.js';
import { FORMAT_VERSION } from './schema.js';
import { scratchFolder } from './testing/scratch-folder.js';
import { SqliteEventReader } from './sqlite-event-reader.js';
import { EVENTS_FILE, SqliteEventStore } from './sqlite-event-store.js';

const scratch = scratchFolder();
const file = (): string => join(scratch(), EVENTS_FILE);

const change = (sql: string): void => {
  const db = new Database(file());
  db.exec(sql);
  db.close();
};

/** A log with a few events, closed again. */
const log = async (): Promise<void> => {
  const folder = await DataFolder.open(scratch(), 0);
  const store = await SqliteEventStore.open({ folder });
  await store.append('ticket-1', newEvents(3), 'none');
  await store.close();
  folder.close();
};

/** What opening says, through the store and through a reader. */
const refusals = async (): Promise<unknown[]> => {
  const folder = await DataFolder.open(scratch(), 0);
  const refusal = (error: unknown): unknown => error;
  const byStore = await SqliteEventStore.open({ folder }).catch(refusal);
  folder.close();
  try {
    return [byStore, SqliteEventReader.open(file())];
  } catch (error) {
    return [byStore, error];
  }
};

describe('the log’s file', () => {
  test('of a newer version is refused, naming both versions and what to do', async () => {
    await log();
    change(`PRAGMA user_version = ${FORMAT_VERSION + 1}`);
    const message = `${file()} was written by a newer version of Docket (format ${FORMAT_VERSION + 1}, this one knows ${FORMAT_VERSION}): start that version`;
    for (const refusal of await refusals()) {
      expect(refusal).toBeInstanceOf(CannotOpen);
      expect(refusal).toMatchObject({ message });
    }
  });

  test.each([
    ['another program’s database', () => change('CREATE TABLE t (a)')],
    ['another program’s database without a table yet', () => change('PRAGMA application_id = 7')],
    ['no database', () => writeFileSync(file(), 'id,name\n1,printer\n'.repeat(100))],
  ])('that is %s is refused and left as it is', async (_, make) => {
    make();
    for (const refusal of await refusals()) {
      expect(refusal).toBeInstanceOf(CannotOpen);
      expect(refusal).toMatchObject({ message: `${file()} is not an event log of Docket` });
    }
  });

  test('that is absent is refused to a reader, who does not make one', () => {
    expect(() => SqliteEventReader.open(file())).toThrow(new CannotOpen(`${file()} is not there`));
    expect(() => openForReading(file())).toThrow('is not there');
  });

  test('that is empty becomes a log: a start was killed before it wrote anything', async () => {
    writeFileSync(file(), '');
    await log();
    expect(await SqliteEventReader.open(file()).eventsAfter(undefined)).toBe(3);
  });

  test('that has its first page and no more becomes a log: a start was killed before it had made the tables', async () => {
    change('PRAGMA journal_mode = WAL');
    expect(statSync(file()).size).toBeGreaterThan(0);
    await log();
    expect(await SqliteEventReader.open(file()).eventsAfter(undefined)).toBe(3);
  });

  test('refuses to change or to remove what was written, whoever asks', async () => {
    await log();
    const db = new Database(file());
    for (const table of ['events', 'streams']) {
      const column = table === 'events' ? 'bytes' : 'name';
      expect(() => db.exec(`UPDATE ${table} SET ${column} = 'x' WHERE rowid = 1`)).toThrow(`an event log only grows: UPDATE of ${table}`);
      expect(() => db.exec(`DELETE FROM ${table}`)).toThrow(`an event log only grows: DELETE of ${table}`);
    }
    expect(() => db.exec(`INSERT INTO events SELECT position + 10, stream, revision, bytes, digest FROM events`)).toThrow('UNIQUE');
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(3);
    db.close();
  });

  test('is synchronised in full by every connection, and copied from the WAL by none on its own', async () => {
    for (const open of [openForWriting, openForReading]) {
      const db = open(file());
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('wal_autocheckpoint', { simple: true })).toBe(0);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      db.close();
    }
  });
});
