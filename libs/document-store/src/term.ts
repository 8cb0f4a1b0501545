import { TERM_BYTES_MAX } from './limits.js';

/** Can this text be a term? Commands are checked before they are recorded, but a log may hold what came by another way: what does not fit is no term
 *  of the document, and nothing is found by it. */
export const fitsTerm = (text: string): boolean =>
  (text.length * 3 <= TERM_BYTES_MAX || Buffer.byteLength(text) <= TERM_BYTES_MAX) && text.isWellFormed();
