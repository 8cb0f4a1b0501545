import type { EncodedEvent } from '../checks.js';
import type { Appended, ExpectedRevision } from '../event-store.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../failures.js';
import { positionOf } from '../numbered-position.js';

// What goes between the store's thread and its writer's: flat arrays, because a structured clone of many small objects costs more than
// writing them down. Answers come in the order of the appends.

/** Expected revisions below 0 on the wire. A stream that is absent is at revision NONE. */
export const NONE = -1;
export const ANY = -2;

export interface AppendRequest {
  readonly stream: string;
  /** A revision, NONE or ANY. */
  readonly expected: number;
  readonly events: readonly EncodedEvent[];
}

/** First MORE or COMMIT, then the appends. */
export type RequestWire = (string | number)[];

/** More comes in the same turn of the sender's loop: it could not hear an answer before, so the writer takes these and waits. */
export const MORE = 0;
/** What has been taken is to be committed. */
export const COMMIT = 1;

/** Adds an append to a message. */
export const putRequest = (wire: RequestWire, stream: string, expected: ExpectedRevision, events: readonly EncodedEvent[]): void => {
  wire.push(stream, expected === 'any' ? ANY : expected === 'none' ? NONE : expected, events.length);
  for (const { id, before, behind } of events) wire.push(id, before, behind);
};

/** The appends of a message. */
export const requestsOf = function* (wire: RequestWire): Generator<AppendRequest, void, void> {
  let at = 1;
  while (at < wire.length) {
    const stream = wire[at] as string;
    const expected = wire[at + 1] as number;
    const count = wire[at + 2] as number;
    at += 3;
    const events: EncodedEvent[] = [];
    for (let i = 0; i < count; i++, at += 3)
      events.push({ id: wire[at] as string, before: wire[at + 1] as string, behind: wire[at + 2] as string });
    yield { stream, expected, events };
  }
};

/** Two places an append: `code` is the revision where it ended, and then `detail` the ordinal of its last event (0: the stream is absent), below 0 where it
 *  was written before; or one of the codes below. */
export type AnswerWire = (string | number)[];

/** `detail`: the present revision, or NONE. */
export const WRONG_REVISION = -2;
/** `detail`: why. */
export const UNAVAILABLE = -3;
/** `detail`: why. */
export const UNKNOWN = -4;

export const ANSWER_PLACES = 2;

/** The answer at a place of a message, as the port gives it: where the append ended, or the failure to throw. */
export const answerAt = (wire: AnswerWire, at: number, stream: string, expected: ExpectedRevision): Appended | Error => {
  const code = wire[at] as number;
  const detail = wire[at + 1];
  if (code >= NONE) return { revision: code, position: detail === 0 ? '' : positionOf(Math.abs(detail as number)) };
  if (code === WRONG_REVISION) return new WrongExpectedRevision(stream, expected, detail === NONE ? 'none' : (detail as number));
  const Failure = code === UNKNOWN ? OutcomeUnknown : StoreUnavailable;
  return new Failure(String(detail));
};

/** Was the append of this answer written before? Then others may have followed, and where it ended need not be the end of its stream. */
export const isRepetitionAt = (wire: AnswerWire, at: number): boolean => (wire[at] as number) >= NONE && (wire[at + 1] as number) < 0;

/** What the writer is told: appends, or to end when it has answered all before. */
export type ToWriter = RequestWire | 'close';

/** What the writer tells. */
export type FromWriter =
  | { readonly kind: 'open' }
  /** The log can't be opened; the thread ends. */
  | { readonly kind: 'cannotOpen'; readonly reason: string }
  | { readonly kind: 'answers'; readonly answers: AnswerWire }
  /** Something is wrong that no append fails by. */
  | { readonly kind: 'warning'; readonly message: string };

export interface WriterData {
  /** The log's file, as identityOf gives it. */
  readonly file: string;
}
