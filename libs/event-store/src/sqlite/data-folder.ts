import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { CannotOpen } from '../failures.js';
import { codeOf, reasonOf } from './sqlite-error.js';

/** How long a start waits for the process before it to let go of the folder, in milliseconds. */
export const LOCK_WAIT_MS = 5_000;
/** Between two tries, in milliseconds. */
const TRY_AGAIN_MS = 50;
const LOCK_FILE = 'docket.lock';

/** The folder that one process at a time has open. The lock is one of the operating system: it ends with the process, however that ends. */
export class DataFolder {
  readonly #lock: Database.Database;

  private constructor(
    readonly path: string,
    lock: Database.Database,
  ) {
    this.#lock = lock;
  }

  /** Makes the folder where it is absent, and locks it. Fails with CannotOpen where it can't be written, when another process still has
   *  it after `waitMs`, or where SQLite can't be loaded. */
  static async open(path: string, waitMs: number = LOCK_WAIT_MS): Promise<DataFolder> {
    checkDriver();
    const lock = prepare(path);
    try {
      await lockWithin(lock, path, waitMs);
    } catch (error) {
      lock.close();
      throw error;
    }
    return new DataFolder(path, lock);
  }

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  close(): void {
    this.#lock.close();
  }
}

const cannotWrite = (path: string, error: unknown): CannotOpen =>
  new CannotOpen(`the data folder ${path} cannot be written: ${reasonOf(error)}`, { cause: error });

/** SQLite's native part is loaded with the first database, and belongs to the Node.js that installed it: after a change of Node.js it does not load, which
 *  is no fault of the folder. */
const checkDriver = (): void => {
  try {
    new Database(':memory:').close();
  } catch (error) {
    // Its first sentence; a list of paths or advice for developers follows.
    const [reason = ''] = reasonOf(error).replaceAll('\n', ' ').split('. ');
    throw new CannotOpen(`SQLite cannot be loaded by Node.js ${process.version}: run npm ci with this Node.js (${reason})`, {
      cause: error,
    });
  }
};

/** The system's name of what went wrong (`ENOENT`). */
const systemCodeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;

/** For its owner alone: in the files stands what people wrote. A folder that is there keeps the rights that it was given. */
const FOLDER_MODE = 0o700;
/** Of those above it, less what the process's umask takes away. */
const ABOVE_MODE = 0o777;

const makeOne = (path: string, mode: number): void => {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
  }
};

/** With those above it. (Not by the `recursive` of Node.js, which tries for ever below /proc, where no folder can be made and the answer is that the one above
 *  is not there.) */
const makeFolder = (path: string, mode: number): void => {
  try {
    makeOne(path, mode);
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path), ABOVE_MODE);
    makeOne(path, mode);
  }
};

const prepare = (path: string): Database.Database => {
  try {
    makeFolder(path, FOLDER_MODE);
    if (!statSync(path).isDirectory()) throw new Error('a file stands in its place');
    return new Database(join(path, LOCK_FILE), { timeout: 0 });
  } catch (error) {
    throw cannotWrite(path, error);
  }
};

const lockWithin = async (lock: Database.Database, path: string, waitMs: number): Promise<void> => {
  const end = performance.now() + waitMs;
  while (!tryToLock(lock, path)) {
    if (performance.now() >= end)
      throw new CannotOpen(
        `the data folder ${path} is open in another process: stop that process first, or give this one a folder of its own`,
      );
    await wait(TRY_AGAIN_MS);
  }
};

const tryToLock = (lock: Database.Database, path: string): boolean => {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) return false;
    throw cannotWrite(path, error);
  }
};
