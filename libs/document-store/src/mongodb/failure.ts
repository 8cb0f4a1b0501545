import { MongoError } from 'mongodb';
import { DocumentsUnavailable } from '../failures.js';
import { OPERATION_MS_MAX } from './limits.js';

/** Code of a write that would make a second document of the same id. */
export const DUPLICATE_KEY = 11_000;

/** Does the work with a timer of its own: the driver waits longer than anybody wants to. Whatever the driver or the server says no to is DocumentsUnavailable,
 *  for the guards make it harmless to do it again. */
export const bounded = async <Result>(what: string, work: () => Promise<Result>, ms: number = OPERATION_MS_MAX): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DocumentsUnavailable(`${what}: MongoDB has not answered within ${ms / 1_000} s`)), ms);
  });
  const done = work();
  // If the timer is first, nobody is left to hear of it.
  done.catch(() => undefined);
  try {
    return await Promise.race([done, tooLate]);
  } catch (error) {
    throw error instanceof MongoError ? new DocumentsUnavailable(`${what}: ${error.message}`, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
};
