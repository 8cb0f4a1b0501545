import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { CannotOpen } from '../failures.js';
import { APPLICATION_ID, FORMAT_VERSION, SCHEMA } from './schema.js';
import { codeOf, reasonOf } from './sqlite-error.js';

/** How long a connection waits for another one that has the file locked (a copy being made, say), in milliseconds. */
const BUSY_WAIT_MS = 5_000;

/** Kibibytes of pages that a connection keeps. */
const CACHE_KIB = 8 * 1024;

/** Opens a connection and sets what SQLite keeps per connection. */
const connect = (file: string, readonly: boolean): Database.Database => {
  const db = new Database(file, { readonly, fileMustExist: readonly, timeout: BUSY_WAIT_MS });
  // FULL is not kept in the file, and the driver's default with a WAL is weaker than SQLite's own.
  db.pragma('synchronous = FULL');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  // Who copies the WAL, and when, is the writer's affair alone.
  db.pragma('wal_autocheckpoint = 0');
  return db;
};

const numberOf = (db: Database.Database, pragma: string): number => db.pragma(pragma, { simple: true }) as number;

/** Nothing stands in it, and it says of itself that it is nobody's: it is new, or a start was killed before it had made the log in it. */
const isEmpty = (db: Database.Database): boolean =>
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 &&
  numberOf(db, 'application_id') === 0 &&
  numberOf(db, 'user_version') === 0;

/** Fails with CannotOpen for a file that is not a log, or is one of a later format. */
const checkFormat = (db: Database.Database, file: string): void => {
  if (numberOf(db, 'application_id') !== APPLICATION_ID) throw new CannotOpen(`${file} is not an event log of Docket`);
  const version = numberOf(db, 'user_version');
  if (version > FORMAT_VERSION)
    throw new CannotOpen(
      `${file} was written by a newer version of Docket (format ${version}, this one knows ${FORMAT_VERSION}): start that version`,
    );
};

/** Bytes of a page: a group of appends writes fewer of them, and so fewer calls, than with SQLite's 4,096. */
const PAGE_BYTES = 8_192;

const create = (db: Database.Database): void => {
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${FORMAT_VERSION}`);
  }).immediate();
};

/** Runs what opens a file, and gives its failures as CannotOpen. */
const opening = <Result>(file: string, open: () => Result): Result => {
  try {
    return open();
  } catch (error) {
    if (error instanceof CannotOpen) throw error;
    if (codeOf(error) === 'SQLITE_NOTADB') throw new CannotOpen(`${file} is not an event log of Docket`, { cause: error });
    throw new CannotOpen(`${file} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
};

const checked = (db: Database.Database, check: () => void): Database.Database => {
  try {
    check();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Opens the log for writing; a file that is absent or empty becomes a new log. One connection of the machine may do this at a time. */
export const openForWriting = (file: string): Database.Database =>
  opening(file, () => {
    const db = connect(file, false);
    return checked(db, () => {
      const fresh = isEmpty(db);
      if (!fresh) checkFormat(db, file);
      // Before the WAL is there: after that a file keeps the size of its pages.
      if (fresh) db.pragma(`page_size = ${PAGE_BYTES}`);
      db.pragma('journal_mode = WAL');
      if (fresh) create(db);
    });
  });

/** Opens a log that is there for reading. */
export const openForReading = (file: string): Database.Database =>
  opening(file, () => {
    if (!existsSync(file)) throw new CannotOpen(`${file} is not there`);
    const db = connect(file, true);
    return checked(db, () => checkFormat(db, file));
  });

/** The same text for the same file, whichever way it was named: threads find each other by it. The file itself need not be there yet. */
export const identityOf = (file: string): string => join(realpathSync(dirname(file)), basename(file));
