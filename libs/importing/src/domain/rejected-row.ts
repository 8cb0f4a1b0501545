/** The row can't be taken; the message says why. Those after it can. */
export class RejectedRow extends Error {
  override readonly name = 'RejectedRow';
}
