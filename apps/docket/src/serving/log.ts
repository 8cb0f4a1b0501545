import type { Log } from '@docket/gateway';
import pino from 'pino';
import type { LogLevel } from '../settings.js';

/** Lines are gathered up to so many characters, and written at least once in FLUSH_MS. */
const GATHERED_CHARACTERS = 4_096;
const FLUSH_MS = 500;
const STANDARD_ERROR = 2;

/** Gathers what goes to the file of that descriptor. It has the file from then on: whoever closes that closes this (`destroy`). */
export const gatheringIn = (file: number) =>
  pino.destination({ dest: file, sync: false, minLength: GATHERED_CHARACTERS, periodicFlush: FLUSH_MS });

/** JSON lines on standard error; standard output is for what a person who starts the program should read. An error is written before the call returns, with all
 *  that was gathered before it; what is gathered when the process ends is written then. */
export const createLog = (level: LogLevel, destination = gatheringIn(STANDARD_ERROR)): Log => {
  const writeNow = (): void => {
    try {
      destination.flushSync();
    } catch {
      // What can't be written now stays gathered, and whoever met the error goes on.
    }
  };
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  // Not by pino's own hook: every line would pass through it.
  return {
    debug: (fields, message) => lines.debug(fields, message),
    info: (fields, message) => lines.info(fields, message),
    warn: (fields, message) => lines.warn(fields, message),
    error: (fields, message) => {
      lines.error(fields, message);
      writeNow();
    },
  };
};
