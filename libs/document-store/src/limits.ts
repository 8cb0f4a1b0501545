/** Documents that one page may hold. */
export const FIND_LIMIT_MAX = 1_000;
/** Documents that one find or count may examine before it answers what it has, as partial. */
export const EXAMINED_MAX = 20_000;
/** Counts are exact up to here. */
export const COUNT_CAP = 1_000;
/** Terms of one document. */
export const TERMS_MAX = 256;
/** UTF-8 bytes of one term. */
export const TERM_BYTES_MAX = 512;
/** Bytes of one document's JSON, below MongoDB's 16 MiB with room. */
export const DOCUMENT_BYTES_MAX = 8 * 1024 * 1024;
