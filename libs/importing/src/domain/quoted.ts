import { QUOTED_LENGTH_MAX } from './limits.js';

/** A cell's text as a reason quotes it: in JSON, so that it stays on its line, and a long one by its beginning. */
export const quoted = (text: string): string =>
  text.length <= QUOTED_LENGTH_MAX ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, QUOTED_LENGTH_MAX).toWellFormed())}…`;
