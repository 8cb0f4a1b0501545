import type { ExpectedRevision } from '../event-store.js';
import { InvalidPosition, OutcomeUnknown, StoreUnavailable, StreamGone, TooLarge, WrongExpectedRevision } from '../failures.js';

/** Status codes of gRPC: the client throws some errors bare, so its own types are not enough to tell them apart. */
const UNKNOWN = 2;
const INVALID_ARGUMENT = 3;
const PERMISSION_DENIED = 7;
const ABORTED = 10;
const UNAUTHENTICATED = 16;

/** What the client's errors carry, or some of it. */
interface ClientError {
  readonly type?: string;
  readonly code?: number;
  readonly message?: string;
  readonly actualVersion?: bigint | 'no_stream';
  readonly maxAppendSize?: number;
}

const fieldsOf = (error: unknown): ClientError => (typeof error === 'object' && error !== null ? error : {});

/** One line for people: the client leaves some messages empty. */
export const reasonOf = (error: unknown): string => {
  const { message, type, code } = fieldsOf(error);
  const [line] = (message ?? '').split('\n');
  return line || type || `code ${code ?? 'unknown'}`;
};

const isOwn = (error: unknown): error is Error =>
  error instanceof StoreUnavailable || error instanceof OutcomeUnknown || error instanceof InvalidPosition || error instanceof StreamGone;

/** The server has come up and does not serve yet. */
const isStarting = (error: unknown): boolean => /not ready/i.test(fieldsOf(error).message ?? '');

/** The server knows the caller and refuses, or does not know the caller. */
export const isDenied = (error: unknown): boolean => {
  const { type, code } = fieldsOf(error);
  return type === 'access-denied' || code === UNAUTHENTICATED || code === PERMISSION_DENIED;
};

/** The node does not lead, and has said which one does. */
export const isSentToLeader = (error: unknown): boolean => fieldsOf(error).type === 'not-leader';

export const isStreamNotFound = (error: unknown): boolean => fieldsOf(error).type === 'stream-not-found';

/** No record begins at the position that was asked for. */
export const isOffBoundary = (error: unknown): boolean => {
  const { code } = fieldsOf(error);
  return (code === UNKNOWN || code === INVALID_ARGUMENT) && !isStarting(error);
};

/** A live subscription that the server ended because it buffers few events: a burst does that, whatever the consumer does. */
export const isEndedByBurst = (error: unknown): boolean => fieldsOf(error).code === ABORTED;

/** What the port says of a read that failed. */
export const readFailure = (error: unknown, stream?: string): Error => {
  if (isOwn(error)) return error;
  if (stream !== undefined && fieldsOf(error).type === 'stream-deleted') return new StreamGone(stream);
  return new StoreUnavailable(`the event store could not be read: ${reasonOf(error)}`, { cause: error });
};

/** The append that failed. `bytes` is what its events come to. */
interface FailedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly bytes: number;
}

/** Nothing of the append has left the client: it asks the server for its features first, and throws bare what that ends in; so it does when it
 *  finds no node of a cluster. */
const isUnsent = (error: unknown): boolean => {
  const { type, code, message } = fieldsOf(error);
  return type === undefined && (typeof code === 'number' || /^Failed to discover/.test(message ?? ''));
};

/** What the port says of an append that failed: what is not surely unwritten may be in the log. That a node is leader no more is said to one append, and ends all
 *  that are under way: those that it wrote before may be in the log. */
export const appendFailure = (error: unknown, { stream, expected, bytes }: FailedAppend): Error => {
  if (isOwn(error)) return error;
  const { type, actualVersion, maxAppendSize } = fieldsOf(error);
  if (type === 'wrong-expected-version')
    return new WrongExpectedRevision(
      stream,
      expected,
      typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'none',
    );
  if (type === 'stream-deleted') return new StreamGone(stream);
  if (type === 'maximum-append-size-exceeded') return new TooLarge('bytes of events', bytes, maxAppendSize ?? 0);
  if (isDenied(error) || isStarting(error) || isUnsent(error))
    return new StoreUnavailable(`the event store does not take the append: ${reasonOf(error)}`, { cause: error });
  return new OutcomeUnknown(`the append may be in the log: ${reasonOf(error)}`, { cause: error });
};
