/** Characters of an access token that is looked at. */
export const TOKEN_LENGTH_MAX = 512;
/** Random bytes of a token. */
export const TOKEN_SECRET_BYTES = 32;
/** How long a token that was found is taken without looking again, in milliseconds: a revocation reaches every request after that. */
export const TOKEN_TRUSTED_MS_MAX = 1_000;
/** Tokens that are remembered between requests; the oldest one goes first. */
export const TOKENS_REMEMBERED_MAX = 10_000;
/** Characters of a token's name. */
export const TOKEN_NAME_LENGTH_MAX = 100;
