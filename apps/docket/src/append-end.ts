import { InvalidEvent, StreamGone, TooLarge, WrongExpectedRevision } from '@docket/event-store';
import type { AppendEnd } from '@docket/gateway';

/** What an append came to that was not taken. Only the last says that something is wrong with the store, or that nobody knows. */
export const endOfAppend = (error: unknown): AppendEnd => {
  if (error instanceof WrongExpectedRevision) return 'conflict';
  if (error instanceof TooLarge || error instanceof InvalidEvent || error instanceof StreamGone) return 'refused';
  return 'failed';
};
