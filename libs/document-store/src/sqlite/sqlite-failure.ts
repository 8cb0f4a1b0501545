import Database from 'better-sqlite3';
import { DocumentsUnavailable } from '../failures.js';

/** What a statement says of a collection that was dropped after the statement was prepared. */
export const isMissingTable = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR' && error.message.startsWith('no such table');

/** Failures of the file (busy for too long, disk full, input and output) become the port's own; what else there is, is a bug and stays as it is. */
export const failureOf = (error: unknown): unknown =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOMEM)/.test(error.code)
    ? new DocumentsUnavailable(`document file: ${error.message} (${error.code})`, { cause: error })
    : error;
