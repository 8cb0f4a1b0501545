/** The row can't be taken; the message says why. Those after it can. */
export class RejectedRow extends Error {
  override readonly name = 'RejectedRow';
}

/** It can't be taken yet: from a moment on (milliseconds since 1970) it can. */
export class RejectedUntil extends RejectedRow {
  constructor(
    message: string,
    readonly until: number,
  ) {
    super(message);
  }
}
