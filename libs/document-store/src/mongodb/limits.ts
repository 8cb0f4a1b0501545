/** Milliseconds after which a server that was asked is taken to be away. */
export const OPERATION_MS_MAX = 10_000;
/** Milliseconds that the server itself may work on a read: less than it is waited for. */
export const READ_MS_MAX = 8_000;
/** Milliseconds in which a server must be found: the driver's own 30 s are too long for whoever waits for an answer. */
export const SELECTION_MS_MAX = 2_000;
/** Milliseconds between two looks of the driver whether the server is there, and that it waits for the answer to one, and for a connection to be made: a server
 *  that is gone without a word is noticed within both together. */
export const HEARTBEAT_MS = 5_000;
export const CONNECT_MS_MAX = 5_000;
/** Milliseconds after which a look of the driver hangs: it waits for an answer, or twice CONNECT_MS_MAX for a connection. */
export const HEARTBEAT_HANGS_MS = HEARTBEAT_MS + 2 * CONNECT_MS_MAX + 5_000;
/** Milliseconds before a client that could not be connected anew is connected again. */
export const RECONNECT_MS = 1_000;
/** Milliseconds between two looks at the projections' records, while somebody watches them. */
export const WATCH_MS = 20;
/** MongoDB's own: bytes of one document. */
export const STORED_BYTES_MAX = 16 * 1024 * 1024;
/** Bytes that a document's fields for analysts may have as BSON: with its JSON (DOCUMENT_BYTES_MAX), terms and orders they stay below STORED_BYTES_MAX. */
export const FIELDS_BYTES_MAX = 6 * 1024 * 1024;
/** How many times as many bytes as in JSON a value has as BSON at most: a digit and its comma become a type, a place of up to eight bytes and a number of four. */
export const FIELDS_GROWTH_MAX = 7;
/** MongoDB's own: levels of one document. */
export const LEVELS_MAX = 100;
/** Levels of a body that stand as fields; what lies deeper is the text of its JSON. A level can become three of BSON (a list, a `{k, v}` and its value). */
export const FIELDS_DEPTH_MAX = 30;
/** Documents by which a list may grow or shrink between two looks at it, and its pages miss none that stays. */
export const LIST_MOVES_MAX = 100;
/** Times that a record is written against checkpoints that move meanwhile. */
export const RECORD_TRIES_MAX = 50;
/** Times that a view is pointed at a build while others do the same. */
export const VIEW_TRIES_MAX = 5;
/** MongoDB's own: indexes of one collection, the one of _id included. */
export const INDEXES_MAX = 64;
/** MongoDB's own: fields of one index. */
export const INDEX_FIELDS_MAX = 32;
/** Documents that are asked for or written at once: a step that is small enough for its timer, however big the commit. */
export const STEP_DOCUMENTS_MAX = 1_000;
/** Documents that are replaced at once: each is looked for by itself, and there are servers that look for long. */
export const REPLACED_DOCUMENTS_MAX = 200;
