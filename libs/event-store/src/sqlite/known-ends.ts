import { RecentlyUsed } from './recently-used.js';

/** Streams whose ends are remembered, at least. */
const KNOWN_ENDS = 20_000;

/** Where streams end, as far as this process has read and appended them. It is the only one that writes (the folder's lock says so), so a
 *  stream goes on only by an append that is answered here: to ask what follows its known end takes no read of the file. Until an append is
 *  answered nobody has been told of it, so not to see it yet is right. */
export class KnownEnds {
  readonly #ends = new RecentlyUsed<number>(KNOWN_ENDS);

  /** The stream has an event of that revision, and had none behind it. */
  reached(stream: string, revision: number): void {
    const known = this.#ends.get(stream);
    if (revision >= 0 && (known === undefined || known < revision)) this.#ends.set(stream, revision);
  }

  /** Is nothing there from that revision on? False also where the end is not known. */
  isBehindEnd(stream: string, revision: number): boolean {
    const known = this.#ends.get(stream);
    return known !== undefined && revision > known;
  }

  /** For a writer that died: it may have committed what it did not answer. */
  forget(): void {
    this.#ends.clear();
  }
}
