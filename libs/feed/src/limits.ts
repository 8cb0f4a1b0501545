/** Events of one page as JSON. */
export const FEED_LIMIT_MAX = 1_000;
export const FEED_LIMIT_DEFAULT = 100;
/** UTF-16 units of the events of one page as JSON; a page that comes to it ends early. */
export const FEED_PAGE_UNITS_MAX = 4 * 1024 * 1024;
/** Events that one page may examine for those of the types that are asked for. */
export const FEED_EXAMINED_MAX = 20_000;
/** Types that one request may name. */
export const FEED_TYPES_MAX = 50;
/** UTF-16 units that are sent at once. */
export const FEED_PIECE_UNITS = 64 * 1024;
