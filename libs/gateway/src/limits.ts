/** Items that a page of a list may hold, and holds when nothing is asked. */
export const LIST_LIMIT_MAX = 100;
export const LIST_LIMIT_DEFAULT = 50;
/** Characters of a cursor: it carries a build, a hash of its query and a place. */
export const CURSOR_LENGTH_MAX = 2_000;
/** Characters of a position as any store writes it. */
export const POSITION_LENGTH_MAX = 64;
