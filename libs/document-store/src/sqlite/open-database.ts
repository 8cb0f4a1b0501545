import Database from 'better-sqlite3';
import { CannotOpenDocuments } from '../failures.js';
import { APPLICATION_ID, FIXED_TABLES, SCHEMA_VERSION } from './schema.js';
import { isSqliteFailure } from './sqlite-failure.js';

/** Milliseconds that a writer waits for another one's transaction. */
const BUSY_MS_MAX = 5_000;
/** KiB of the page cache of a connection that reads, and of one that writes: memory is bounded, the system caches the file besides. */
const READER_CACHE_KIB = 8 * 1024;
const WRITER_CACHE_KIB = 24 * 1024;
/** Pages of the write-ahead log that are copied back at once; more makes for fewer syncs, less for a shorter pause. */
const CHECKPOINT_PAGES = 4_000;
/** Bytes to which the write-ahead log's file is cut back. */
const LOG_BYTES_KEPT = 32 * 1024 * 1024;

/** All that is in a document file was read from the event log. */
const MADE_AGAIN = 'move it away, and the next start makes it again from the event log';

/** Opens a document file, creating it where there is none. A reader may come before the writer, so both can create it. */
export const openDatabase = (file: string, role: 'reader' | 'writer'): Database.Database => {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: BUSY_MS_MAX });
    prepareFile(database, file);
    database.pragma('synchronous = NORMAL');
    database.pragma('temp_store = MEMORY');
    database.pragma(`cache_size = -${role === 'writer' ? WRITER_CACHE_KIB : READER_CACHE_KIB}`);
    if (role === 'writer') {
      database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      database.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
    } else {
      database.pragma('query_only = ON');
    }
    return database;
  } catch (error) {
    database?.close();
    throw error instanceof CannotOpenDocuments ? error : new CannotOpenDocuments(`cannot open ${file}: ${reason(error)}`, { cause: error });
  }
};

const prepareFile = (database: Database.Database, file: string): void => {
  const version = versionOf(database, file);
  if (version > SCHEMA_VERSION) {
    throw new CannotOpenDocuments(`${file} was written by a newer Docket (version ${version}, this one knows ${SCHEMA_VERSION})`);
  }
  database.pragma('journal_mode = WAL');
  if (version === SCHEMA_VERSION) return;
  database
    .transaction(() => {
      // Another connection may have been first.
      if (versionOf(database, file) > 0) return;
      database.exec(FIXED_TABLES);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    })
    .immediate();
};

/** 0 for a file that is empty yet. */
const versionOf = (database: Database.Database, file: string): number => {
  const application = database.pragma('application_id', { simple: true }) as number;
  const version = database.pragma('user_version', { simple: true }) as number;
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (application === APPLICATION_ID) return version;
  if (application === 0 && version === 0 && tables === 0) return 0;
  throw new CannotOpenDocuments(`${file} is not a document file of Docket`);
};

const reason = (error: unknown): string => {
  if (isSqliteFailure(error) && error.code === 'SQLITE_NOTADB') return `it is not a document file of Docket: ${MADE_AGAIN}`;
  if (isSqliteFailure(error) && error.code.startsWith('SQLITE_CORRUPT')) return `it is damaged: ${MADE_AGAIN}`;
  return error instanceof Error ? error.message : String(error);
};
