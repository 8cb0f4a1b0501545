/** Characters of an access token that is looked at. */
export const TOKEN_LENGTH_MAX = 512;
/** Random bytes of a token. */
export const TOKEN_SECRET_BYTES = 32;
/** Keys that a limit counts at once: addresses, tokens, logins. */
export const COUNTED_KEYS_MAX = 10_000;
