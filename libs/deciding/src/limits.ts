/** Events that one stream may hold: more is refused, so that a load has an end. */
export const STREAM_EVENTS_MAX = 10_000;
/** Events that are read at once where a stream is loaded: all of them are in memory before they are folded. */
export const LOAD_PAGE_EVENTS_MAX = 100;
/** Estimated bytes of the folded streams that the cache holds. */
export const STREAM_CACHE_BYTES_MAX = 64 * 1024 * 1024;
/** How often a command is decided before it is refused because its stream keeps changing. */
export const CONFLICT_TRIES = 10;
/** How often an append is sent whose outcome stays unknown. */
export const UNKNOWN_TRIES = 6;
/** Milliseconds before an append of unknown outcome is sent again; doubled each time, up to the longest. */
export const UNKNOWN_WAIT_MS = 50;
export const UNKNOWN_WAIT_MS_MAX = 1_000;
/** Streams that one may have to follow until it comes to the one that a target only points to. */
export const FOLLOWED_STREAMS_MAX = 8;
/** Bytes of the store's secret: ids of personal text are as hard to guess as it is. */
export const SECRET_BYTES_MIN = 16;
/** Ids of texts that are remembered, so that they need not be worked out again. */
export const REMEMBERED_IDS_MAX = 10_000;
