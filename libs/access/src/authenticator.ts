import type { StreamLoader } from '@docket/deciding';
import { accessTokenDecider, type AccessToken } from './access-token.js';
import type { Authenticate, Authentication } from './authenticate.js';
import type { Caller } from './caller.js';
import { TOKEN_TRUSTED_MS_MAX, TOKENS_REMEMBERED_MAX } from './limits.js';
import { bearerToken, hashOfToken, sameHash, tokenId } from './token.js';

export interface AuthenticatorOptions {
  readonly streams: StreamLoader;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A token given by the operator, and who acts with it. */
  readonly given?: { readonly token: string; readonly caller: Caller };
}

interface Remembered {
  readonly caller: Caller;
  readonly until: number;
}

const MISSING: Authentication = { refused: 'missing' };
const INVALID: Authentication = { refused: 'invalid' };

/** A token names its own stream, so it is looked up there and nowhere else: what was issued a moment ago is known, what was revoked is unknown after
 *  TOKEN_TRUSTED_MS_MAX, and neither a start nor a request reads the log for it. Only tokens that are good are remembered. */
export const authenticator = ({ streams, now, given }: AuthenticatorOptions): Authenticate => {
  const remembered = new Map<string, Remembered>();
  const givenHash = given && hashOfToken(given.token);

  const remember = (authorization: string, caller: Caller, until: number): Caller => {
    remembered.delete(authorization);
    const [oldest] = remembered.keys();
    if (remembered.size >= TOKENS_REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest);
    remembered.set(authorization, { caller, until });
    return caller;
  };

  const lookUp = async (authorization: string, hash: string, id: string): Promise<Authentication> => {
    const at = now();
    const loaded = await streams.load<AccessToken>(accessTokenDecider, id);
    if (!loaded || !sameHash(loaded.state.hash, hash)) return INVALID;
    const { agentId, roles, expiresAt } = loaded.state;
    const expires = expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
    if (expires <= at) return INVALID;
    return remember(authorization, { actor: { kind: 'agent', id: agentId }, roles }, Math.min(at + TOKEN_TRUSTED_MS_MAX, expires));
  };

  return (authorization) => {
    const known = authorization === undefined ? undefined : remembered.get(authorization);
    if (known && known.until > now()) return known.caller;
    const token = bearerToken(authorization);
    if (authorization === undefined || token === undefined) return MISSING;
    const hash = hashOfToken(token);
    if (given && givenHash !== undefined && sameHash(givenHash, hash))
      return remember(authorization, given.caller, Number.POSITIVE_INFINITY);
    const id = tokenId(token);
    return id === undefined ? INVALID : lookUp(authorization, hash, id);
  };
};
