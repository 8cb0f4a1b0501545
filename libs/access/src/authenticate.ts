import type { Caller } from './caller.js';

/** Who is asking, or why nobody knows: `missing`, no bearer token was sent; `invalid`, it is none of this log's, or no longer. */
export type Authentication = Caller | { readonly refused: 'missing' | 'invalid' };

/** From the `Authorization` header to who is asking. At once where the token was seen a moment ago. Fails with StoreUnavailable. */
export type Authenticate = (authorization: string | undefined) => Authentication | Promise<Authentication>;
