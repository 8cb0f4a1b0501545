import { MongoError } from 'mongodb';
import { DocumentsUnavailable } from '../failures.js';
import { OPERATION_MS_MAX } from './limits.js';

/** Code of a write that would make a second document of the same id. */
export const DUPLICATE_KEY = 11_000;

/** What went wrong between here and the server. What a socket says the driver may throw bare: an EPIPE, where the server has just ended the connection. */
const isOfServer = (error: unknown): boolean =>
  error instanceof MongoError || typeof (error as NodeJS.ErrnoException | undefined)?.code === 'string';

/** One line for people. */
export const reasonOf = (error: unknown): string => (error as Partial<Error> | undefined)?.message ?? String(error);

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
    throw isOfServer(error) ? new DocumentsUnavailable(`${what}: ${reasonOf(error)}`, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
};
