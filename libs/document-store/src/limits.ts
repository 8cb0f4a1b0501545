/** Documents that one page may hold. */
export const FIND_LIMIT_MAX = 1_000;
/** Documents that one find or count may examine before it answers what it has, as partial. */
export const EXAMINED_MAX = 20_000;
/** Counts are exact up to here. */
export const COUNT_CAP = 1_000;
/** Terms of one query: all, any and none together. */
export const FIND_TERMS_MAX = 100;
/** Terms of one document. */
export const TERMS_MAX = 256;
/** UTF-8 bytes of one term. */
export const TERM_BYTES_MAX = 512;
/** UTF-8 bytes of a document's id. */
export const ID_BYTES_MAX = 512;
/** UTF-8 bytes of an order's value, where it is a string. */
export const ORDER_VALUE_BYTES_MAX = 1_024;
/** Orders of one collection. */
export const ORDERS_MAX = 8;
/** UTF-8 bytes of a collection's name, the build included; MongoDB allows 255 with the database's name. */
export const COLLECTION_NAME_BYTES_MAX = 180;
/** Bytes of one document's JSON, below MongoDB's 16 MiB with room. */
export const DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;
