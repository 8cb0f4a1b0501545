import type { ExpectedRevision } from './event-store.js';

/** The stream is not at the revision that the append expected. `actual` is the present one, `none` for an absent stream. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'none',
  ) {
    super(`stream ${stream}: expected revision ${expected}, but it is ${actual}`);
  }
}

/** The append may or may not be in the log. Send it again: the same bytes at the same expected revision. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The stream was deleted for good on the server. */
export class StreamGone extends Error {
  override readonly name = 'StreamGone';
  constructor(readonly stream: string) {
    super(`stream ${stream} was deleted`);
  }
}

/** Nothing was written or read; try again later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** A named limit would be passed; nothing was written. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  constructor(
    readonly what: string,
    readonly actual: number,
    readonly max: number,
  ) {
    super(`${what}: ${actual} is above the limit of ${max}`);
  }
}

/** The event can't be stored as it is (an id that is no UUID, an empty type, data that JSON can't hold). `field` says where. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field}: ${reason}`);
  }
}

/** The read makes no sense as it is asked for. `field` says where. */
export class InvalidRead extends Error {
  override readonly name = 'InvalidRead';
  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field}: ${reason}`);
  }
}

/** The text is not of the form of this store's positions. */
export class InvalidPosition extends Error {
  override readonly name = 'InvalidPosition';
  constructor(readonly text: string) {
    super(`not a position of this store: ${text}`);
  }
}

/** The store can't be opened as it is: one clear line for whoever starts the program. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}
