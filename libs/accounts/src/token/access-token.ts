import type { Role } from '@docket/access';
import { type StreamFold, subjectAfter, type Subject } from '@docket/deciding';
import { eventType, type StreamEvent } from '@docket/event-store';

/** Only the hash of a token is in the log. */
export interface AccessTokenIssuedData {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** The agent who acts with it; or, with `accountId`, the person whose account it is. */
  readonly agentId: string;
  /** What it may do; of an account's token, what the account may do at the time is all that counts of them. */
  readonly roles: readonly Role[];
  /** What it is for, in a few words. */
  readonly name: string;
  /** ISO 8601, UTC; absent: never. */
  readonly expiresAt?: string;
  /** The account whose token it is: suspended or with other roles, so is the token. */
  readonly accountId?: string;
}

export type AccessTokenIssued = StreamEvent<'AccessTokenIssued', AccessTokenIssuedData>;
export type AccessTokenRevoked = StreamEvent<'AccessTokenRevoked'>;
export type AccessTokenEvent = AccessTokenIssued | AccessTokenRevoked;

export const accessTokenEvents = [
  eventType<AccessTokenIssuedData>()('AccessTokenIssued', 1, {
    hash: 'plain',
    agentId: 'plain',
    roles: 'plain',
    name: 'plain',
    expiresAt: 'plain',
    accountId: 'plain',
  }),
  eventType<AccessTokenRevoked['data']>()('AccessTokenRevoked', 1, {}),
] as const;

export interface AccessToken extends Subject, AccessTokenIssuedData {
  readonly revoked: boolean;
}

export const evolveAccessToken = (state: AccessToken | undefined, event: AccessTokenEvent): AccessToken => {
  const subject = subjectAfter(state, event);
  if (event.type === 'AccessTokenIssued') return { ...subject, ...event.data, revoked: false };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  return { ...state, ...subject, revoked: true };
};

/** Streams `accessToken-<id>`. */
export const accessTokenFold: StreamFold<AccessToken, AccessTokenEvent> = {
  category: 'accessToken',
  version: 2,
  evolve: evolveAccessToken,
};
