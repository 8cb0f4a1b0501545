import { bearerToken, credentialOf, hashOfToken, sameHash } from '@docket/access';
import type { Authenticate, Authentication, Caller, Credential } from '@docket/access';
import type { StreamLoader } from '@docket/deciding';
import { StoreUnavailable } from '@docket/event-store';
import { accountFold, type Account } from '../account/domain/account.js';
import { SESSION_CONTINUED_MS } from '../limits.js';
import { sessionFold, type Session } from '../session/session.js';
import { accessTokenFold, type AccessToken } from '../token/access-token.js';
import { callerOfAccount, type Directory, overAt } from './directory.js';

/** How long what was found in a stream, and not in the directory, is taken without looking again, in milliseconds. */
export const FOUND_TRUSTED_MS_MAX = 1_000;
/** Credentials that are looked up in streams at the same time. Anybody can send one that nobody knows; one more is told to come back. */
export const LOOK_UPS_AT_ONCE_MAX = 100;
/** Credentials that are remembered between requests; the oldest one goes first. */
export const CREDENTIALS_REMEMBERED_MAX = 10_000;

export interface AuthenticatorOptions {
  readonly directory: Directory;
  /** Knows what the directory does not know yet: what was issued a moment ago, and all while it is being read. */
  readonly streams: StreamLoader;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A session is used, and it is time to say so. */
  readonly onContinued?: (sessionId: string) => void;
  /** A token given by the operator, and who acts with it. Fails with StoreUnavailable as long as nobody knows who that is. */
  readonly given?: { readonly token: string; readonly caller: () => Caller };
}

interface Remembered {
  readonly caller: Caller;
  readonly until: number;
  /** Of the directory. */
  readonly version: number;
}

/** A credential that is good. */
interface Good {
  readonly caller: Caller;
  readonly until: number;
}

const MISSING: Authentication = { refused: 'missing' };
const INVALID: Authentication = { refused: 'invalid' };

/** A request costs a look at what is remembered; after any change of the directory, a hash and a look there. Only credentials that are good are remembered. A
 *  change reaches the next request as soon as the directory has it. */
export const authenticator = (options: AuthenticatorOptions): Authenticate => {
  const { directory, now, given } = options;
  const remembered = new RememberedCredentials(directory);
  const check = new CredentialCheck(options);
  const givenHash = given && hashOfToken(given.token);

  const lookUp = async (authorization: string, credential: Credential, hash: string): Promise<Authentication> => {
    const at = now();
    const found = await check.inStreams(credential, hash);
    if (!found || found.until <= at) return INVALID;
    return remembered.remember(authorization, found.caller, Math.min(at + FOUND_TRUSTED_MS_MAX, found.until));
  };

  const lookingUp = new Map<string, Promise<Authentication>>();
  /** Whoever sends what is being looked up already waits for the same answer. */
  const lookUpOnce = (authorization: string, credential: Credential, hash: string): Promise<Authentication> => {
    const known = lookingUp.get(authorization);
    if (known) return known;
    if (lookingUp.size >= LOOK_UPS_AT_ONCE_MAX) return Promise.reject(new StoreUnavailable('too many credentials are being looked up'));
    const found = lookUp(authorization, credential, hash).finally(() => lookingUp.delete(authorization));
    lookingUp.set(authorization, found);
    return found;
  };

  return (authorization) => {
    const known = remembered.find(authorization, now);
    if (known) return known;
    const token = bearerToken(authorization);
    if (authorization === undefined || token === undefined) return MISSING;
    const hash = hashOfToken(token);
    if (given && givenHash !== undefined && sameHash(givenHash, hash))
      return remembered.remember(authorization, given.caller(), Number.POSITIVE_INFINITY);
    const credential = credentialOf(token);
    if (!credential) return INVALID;
    const found = check.inDirectory(credential, hash);
    if (found === 'unknown') return lookUpOnce(authorization, credential, hash);
    return found && found.until > now() ? remembered.remember(authorization, found.caller, found.until) : INVALID;
  };
};

/** Who was found for a header, until the directory changes. */
class RememberedCredentials {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly directory: Directory) {}

  find(authorization: string | undefined, now: () => number): Caller | undefined {
    const known = authorization === undefined ? undefined : this.remembered.get(authorization);
    return known && known.version === this.directory.version && known.until > now() ? known.caller : undefined;
  }

  remember(authorization: string, caller: Caller, until: number): Caller {
    this.remembered.delete(authorization);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= CREDENTIALS_REMEMBERED_MAX && oldest !== undefined) this.remembered.delete(oldest);
    this.remembered.set(authorization, { caller, until, version: this.directory.version });
    return caller;
  }
}

/** Is a credential good, and whose is it? */
class CredentialCheck {
  constructor(private readonly options: AuthenticatorOptions) {}

  inDirectory({ kind, id }: Credential, hash: string): Good | undefined | 'unknown' {
    const { directory } = this.options;
    const state = kind === 'token' ? directory.token(id) : directory.session(id);
    if (!state) return 'unknown';
    if (!sameHash(state.hash, hash)) return undefined;
    const { accountId } = state;
    const account = accountId === undefined ? undefined : directory.account(accountId);
    if (accountId !== undefined && !account) return 'unknown';
    return kind === 'token' ? this.ofToken(state as AccessToken, account) : this.ofSession(state as Session, account);
  }

  async inStreams({ kind, id }: Credential, hash: string): Promise<Good | undefined> {
    const { streams } = this.options;
    const loaded = await (kind === 'token' ? streams.load<AccessToken>(accessTokenFold, id) : streams.load<Session>(sessionFold, id));
    if (!loaded || !sameHash(loaded.state.hash, hash)) return undefined;
    const { accountId } = loaded.state;
    const account = accountId === undefined ? undefined : (await streams.load(accountFold, accountId))?.state;
    return kind === 'token' ? this.ofToken(loaded.state as AccessToken, account) : this.ofSession(loaded.state as Session, account);
  }

  private ofToken(token: AccessToken, account: Account | undefined): Good | undefined {
    if (token.revoked) return undefined;
    const until = token.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt);
    const { accountId, agentId, roles } = token;
    const caller: Caller | undefined =
      accountId === undefined ? { actor: { kind: 'agent', id: agentId }, roles } : callerOfAccount(account, roles);
    return caller && { caller, until };
  }

  private ofSession(session: Session, account: Account | undefined): Good | undefined {
    const now = this.options.now();
    if (now >= overAt(session)) return undefined;
    if (account && hasAnotherPassword(account, session)) return undefined;
    if (account?.suspendedAt !== undefined && account.suspendedAt >= session.createdAt) return undefined;
    const caller = callerOfAccount(account);
    if (!caller) return undefined;
    const goesOnAt = Date.parse(session.usedAt) + SESSION_CONTINUED_MS;
    if (now >= goesOnAt) this.options.onContinued?.(session.id);
    // Remembered until it has to be said again that it is used.
    const until = now >= goesOnAt ? now + SESSION_CONTINUED_MS : goesOnAt;
    return { caller: { ...caller, sessionId: session.id }, until: Math.min(until, overAt(session)) };
  }
}

/** By which password it was, and not when it was: a session whose password was looked at before the change, or by a clock that is ahead, begins after it. */
const hasAnotherPassword = ({ credentialId, passwordSetAt = '' }: Account, session: Session): boolean =>
  session.credentialId === undefined ? passwordSetAt > session.createdAt : session.credentialId !== credentialId;
