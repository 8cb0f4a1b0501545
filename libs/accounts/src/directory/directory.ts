import { isRole, type Caller, type Role } from '@docket/access';
import { streamOf, subjectIdOf, type StreamEvent } from '@docket/event-store';
import { evolveAccount, type Account, type AccountEvent } from '../account/domain/account.js';
import { SESSION_IDLE_MS_MAX, SESSIONS_DISPLACED_AT_ONCE_MAX, SESSIONS_OF_ACCOUNT_MAX } from '../limits.js';
import { evolveSession, type Session, type SessionEvent } from '../session/session.js';
import { evolveAccessToken, type AccessToken, type AccessTokenEvent } from '../token/access-token.js';

type Folds = { account: Map<string, Account>; accessToken: Map<string, AccessToken>; session: Map<string, Session> };

/** Milliseconds between two looks for sessions that are over. */
const FORGETTING_MS = 10 * 60 * 1_000;

/** The kinds of streams that the directory is folded from. */
export const DIRECTORY_CATEGORIES = ['account', 'accessToken', 'session'] as const;
export type DirectoryCategory = (typeof DIRECTORY_CATEGORIES)[number];

const categoryOf = (stream: string): DirectoryCategory | undefined => {
  const category = stream.slice(0, stream.indexOf('-'));
  return DIRECTORY_CATEGORIES.find((known) => known === category);
};

/** Does the directory want to hear of it? */
export const isKnownStream = (stream: string): boolean =>
  stream.startsWith('session-') || stream.startsWith('accessToken-') || stream.startsWith('account-');

/** Who may come in, in memory: accounts, tokens and sessions, as the log tells of them. It stores no secret, only hashes. */
export class Directory {
  private readonly folds: Folds = { account: new Map(), accessToken: new Map(), session: new Map() };
  private readonly logins = new Map<string, string>();
  /** By account, those that have not ended. */
  private readonly openSessions = new Map<string, Set<string>>();
  /** By stream, the revision up to which something is not known here that stands before it. */
  private readonly behind = new Map<string, number>();
  private taken = 0;
  private forgotAt = 0;

  /** `now` in milliseconds since the epoch. */
  constructor(private readonly now: () => number = Date.now) {}

  /** Changes whenever something is taken: what was concluded before has to be asked again. */
  get version(): number {
    return this.taken;
  }

  /** What of a state is known already, or newer, is not taken again: so it does not matter how far back one begins. */
  take(event: StreamEvent): void {
    const category = categoryOf(event.stream);
    if (!category) return;
    const id = subjectIdOf(event.stream);
    const before = this.folds[category].get(id);
    if (before && event.revision <= before.revision) return;
    // What stood before in the stream was dropped: it is over.
    if (!before && event.revision > 0) return;
    if (before && event.revision > before.revision + 1) return this.fallBehind(event);
    switch (category) {
      case 'account':
        return this.put('account', evolveAccount(before as Account | undefined, event as AccountEvent));
      case 'accessToken':
        return this.put('accessToken', evolveAccessToken(before as AccessToken | undefined, event as AccessTokenEvent));
      case 'session':
        return this.put('session', evolveSession(before as Session | undefined, event as SessionEvent));
    }
  }

  /** A state as it was read elsewhere: a document, or a stream. */
  put<Category extends DirectoryCategory>(category: Category, state: Parameters<Folds[Category]['set']>[1]): void {
    const states = this.folds[category] as Map<string, Account | AccessToken | Session>;
    const before = states.get(state.id);
    if (before && state.revision <= before.revision) return;
    states.set(state.id, state);
    this.catchUp(streamOf(category, state.id), state.revision);
    if (category === 'session') this.putSession(state as Session);
    if (category === 'account') this.putLogin(state as Account, before as Account | undefined);
    this.taken += 1;
  }

  /** undefined, as for a token and a session: it is not known here, or not as it is now. */
  account(id: string): Account | undefined {
    return this.isBehind('account', id) ? undefined : this.folds.account.get(id);
  }

  accountOfLogin(login: string): Account | undefined {
    const id = this.logins.get(login);
    return id === undefined ? undefined : this.folds.account.get(id);
  }

  token(id: string): AccessToken | undefined {
    return this.isBehind('accessToken', id) ? undefined : this.folds.accessToken.get(id);
  }

  session(id: string): Session | undefined {
    return this.isBehind('session', id) ? undefined : this.folds.session.get(id);
  }

  /** The sessions of an account that have to end when another one has begun: those whose last use is the longest ago. */
  displacedBy(id: string, accountId: string): readonly Session[] {
    const ids = this.openSessions.get(accountId);
    if (!ids || ids.size <= SESSIONS_OF_ACCOUNT_MAX) return [];
    const now = this.now();
    const open = [...ids].flatMap((known) => this.folds.session.get(known) ?? []).filter((session) => now < overAt(session));
    const others = open.filter((session) => session.id !== id);
    const tooMany = Math.max(0, open.length - SESSIONS_OF_ACCOUNT_MAX);
    return others.sort(byUse).slice(0, Math.min(tooMany, SESSIONS_DISPLACED_AT_ONCE_MAX));
  }

  /** This process has written it, and something before it came from another process and has not been heard of: a suspension, perhaps. Both come with the log. */
  private fallBehind({ stream, revision }: StreamEvent): void {
    this.behind.set(stream, Math.max(revision, this.behind.get(stream) ?? 0));
    this.taken += 1;
  }

  /** Hardly ever is one: then no name of a stream is put together for a request. */
  private isBehind(category: DirectoryCategory, id: string): boolean {
    return this.behind.size > 0 && this.behind.has(streamOf(category, id));
  }

  private catchUp(stream: string, revision: number): void {
    const awaited = this.behind.get(stream);
    if (awaited !== undefined && revision >= awaited) this.behind.delete(stream);
  }

  private putSession(session: Session): void {
    if (session.ended) this.forgetOpen(session);
    else {
      const open = this.openSessions.get(session.accountId);
      if (open) open.add(session.id);
      else this.openSessions.set(session.accountId, new Set([session.id]));
    }
    this.forgetOver(this.now());
  }

  private forgetOpen({ id, accountId }: Session): void {
    const open = this.openSessions.get(accountId);
    if (open?.delete(id) && open.size === 0) this.openSessions.delete(accountId);
  }

  /** Sessions that are over for good are forgotten, now and then. */
  private forgetOver(now: number): void {
    if (now - this.forgotAt < FORGETTING_MS) return;
    this.forgotAt = now;
    for (const [id, session] of this.folds.session) {
      if (now < overAt(session)) continue;
      this.folds.session.delete(id);
      this.behind.delete(streamOf('session', id));
      this.forgetOpen(session);
    }
  }

  private putLogin(account: Account, before: Account | undefined): void {
    // A login goes over to another account by two events; the later one of them is right, whichever comes first.
    if (before && this.logins.get(before.login) === before.id) this.logins.delete(before.login);
    this.logins.set(account.login, account.id);
  }
}

/** The one whose last use is the longest ago comes first; of two alike the older one (ids sort by time). */
const byUse = (one: Session, other: Session): number => compared(one.usedAt, other.usedAt) || compared(one.id, other.id);

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Milliseconds since the epoch. */
export const overAt = ({ expiresAt, usedAt, ended }: Session): number =>
  ended ? 0 : Math.min(Date.parse(expiresAt), Date.parse(usedAt) + SESSION_IDLE_MS_MAX);

const rolesOf = (names: readonly string[]): readonly Role[] => names.filter(isRole);

/** Who acts with an account's roles, or some of them; undefined: it is suspended, or there is none. */
export const callerOfAccount = (account: Account | undefined, only?: readonly string[]): Caller | undefined => {
  if (!account || account.suspended) return undefined;
  const names = only ? account.roles.filter((role) => only.includes(role)) : account.roles;
  return { actor: { kind: account.ownerKind, id: account.id }, roles: rolesOf(names) };
};
