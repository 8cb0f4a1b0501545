/** Bytes of one event's canonical form, its revision counted as one digit (the append does not know it yet). */
export const EVENT_BYTES_MAX = 512 * 1024;
/** Bytes of all events of one append, below EventStoreDB's 1 MiB with room for its own envelope. */
export const APPEND_BYTES_MAX = 960 * 1024;
/** Events of one append. */
export const APPEND_EVENTS_MAX = 1_000;
/** UTF-8 bytes of a stream's name. */
export const STREAM_NAME_BYTES_MAX = 512;
/** Events that one page of a read holds. */
export const READ_PAGE_EVENTS_MAX = 1_000;
/** Appends that may wait for the writer; one more is refused as StoreUnavailable. */
export const APPEND_QUEUE_MAX = 10_000;
/** Characters of the events that may wait for the writer; an append that would pass it is refused as StoreUnavailable. */
export const APPEND_QUEUE_CHARACTERS_MAX = 64 * 1024 * 1024;
/** At `any`, an append is recognised as a repetition among so many last events of its stream (at least: an adapter may look further). */
export const ANY_REPEAT_EVENTS = 1_000;
/** UTF-8 bytes of an event's type. */
export const EVENT_TYPE_BYTES_MAX = 256;
/** Objects and arrays within each other, in an event's data or metadata; the outermost counts. */
export const NESTING_MAX = 200;
