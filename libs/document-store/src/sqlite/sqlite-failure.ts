import { DocumentsUnavailable } from '../failures.js';

interface SqliteFailure {
  /** SQLite's extended result code: `SQLITE_BUSY_SNAPSHOT`. */
  readonly code: string;
  readonly message: string;
}

/** Told by its code, not by its class: the native module makes its errors of whichever copy of the class it met first in the process. */
export const isSqliteFailure = (error: unknown): error is SqliteFailure =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_');

/** What a statement says of a collection that was dropped after the statement was prepared. */
export const isMissingTable = (error: unknown): boolean =>
  isSqliteFailure(error) && error.code === 'SQLITE_ERROR' && error.message.startsWith('no such table');

/** Failures of the file (busy for too long, disk full, input and output) become the port's own; what else there is, is a bug and stays as it is. */
export const failureOf = (error: unknown): unknown =>
  isSqliteFailure(error) && /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOMEM)/.test(error.code)
    ? new DocumentsUnavailable(`document file: ${error.message} (${error.code})`, { cause: error })
    : error;
