import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SECRET_BYTES_MIN } from '@docket/deciding';
import { CannotGoOn, EXIT } from './exit-codes.js';

const SECRET_FILE = 'secret';
const SECRET_BYTES = 32;

const flush = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Writes a file that is there whole, for its owner alone, or not at all, whenever the machine stops. */
const writeOnce = (path: string, text: string): void => {
  const unfinished = `${path}.new`;
  const handle = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, path);
  flush(dirname(path));
};

const readSecret = (path: string): string => {
  const secret = readFileSync(path, 'utf8').trim();
  if (Buffer.byteLength(secret) < SECRET_BYTES_MIN)
    throw new CannotGoOn(`${path} is no secret of Docket: restore it from a backup`, EXIT.unavailable);
  return secret;
};

/** The secret that is given, else the folder's own; undefined: there is neither. */
export const knownSecretOf = (folder: string, given: string | undefined): string | undefined => {
  const path = join(folder, SECRET_FILE);
  return given ?? (existsSync(path) ? readSecret(path) : undefined);
};

/** The secret that ids and claims of this data folder are derived from: the one given, else the folder's own, made at its first start. Without the one that a
 *  log was opened with its people would not be found again, so none is made for a log that is there. The folder is locked by the caller. */
export const secretOf = (folder: string, given: string | undefined, hasLog: boolean): string => {
  const known = knownSecretOf(folder, given);
  if (known !== undefined) return known;
  const path = join(folder, SECRET_FILE);
  if (hasLog)
    throw new CannotGoOn(
      `DOCKET_SECRET: ${folder} has a log but not its secret: give the one that it was opened with, or restore ${path}`,
      EXIT.setting,
    );
  writeOnce(path, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
  return readSecret(path);
};
