import pino, { type Logger } from 'pino';
import type { LogLevel } from '../settings.js';

/** Lines are gathered up to so many characters, and written at least once in FLUSH_MS. */
const GATHERED_CHARACTERS = 4_096;
const FLUSH_MS = 500;

/** JSON lines on standard error; standard output is for what a person who starts the program should read. What is gathered is written when the
 *  process ends, and errors at once. */
export const createLog = (level: LogLevel): Logger => {
  const destination = pino.destination({ dest: 2, sync: false, minLength: GATHERED_CHARACTERS, periodicFlush: FLUSH_MS });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
};
