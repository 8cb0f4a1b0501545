import { fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import { streamFields, type Fields, type Projection } from '@docket/projecting';
import { accountEvents, accountFold, evolveAccount, type Account, type AccountEvent } from './account/domain/account.js';
import { evolveSession, sessionFold, sessionEvents, type Session, type SessionEvent } from './session/session.js';
import { accessTokenFold, accessTokenEvents, evolveAccessToken, type AccessToken, type AccessTokenEvent } from './token/access-token.js';

export const loginTerm = (login: string): string => `login:${login}`;
export const suspendedTerm = (suspended: boolean): string => `suspended:${suspended}`;
export const ownerTerm = (ownerId: string): string => `owner:${ownerId}`;

const ROLES_FIELD = { type: 'strings', meaning: 'What it may do', example: ['agent'] } as const;

const accountFields: Fields<Account> = {
  ...streamFields,
  ownerKind: { type: 'string', meaning: 'agent or requester', example: 'agent' },
  login: { type: 'string', meaning: 'By what its owner signs in', example: 'ada' },
  roles: ROLES_FIELD,
  suspended: { type: 'boolean', meaning: 'True: its owner is kept out', example: false },
  suspendedAt: {
    type: 'date',
    meaning: 'When it was last suspended, also where it was resumed since',
    example: '2024-05-20T08:00:00.000Z',
  },
  credentialId: {
    type: 'string',
    meaning: 'Under which id its password’s verifier is kept elsewhere; absent: it has none',
    example: 'a UUID',
  },
  passwordSetAt: { type: 'date', meaning: 'When the password was set', example: '2024-05-20T08:00:00.000Z' },
};

const tokenFields: Fields<AccessToken> = {
  ...streamFields,
  hash: { type: 'string', meaning: 'SHA-256 of the token', example: 'hexadecimal' },
  agentId: { type: 'string', meaning: 'Who acts with it', example: 'a UUID' },
  accountId: { type: 'string', meaning: 'The account whose token it is', example: 'a UUID' },
  roles: ROLES_FIELD,
  name: { type: 'string', meaning: 'What it is for', example: 'monitoring' },
  expiresAt: { type: 'date', meaning: 'When it ends; absent: never', example: '2100-01-01T00:00:00.000Z' },
  revoked: { type: 'boolean', meaning: 'True: it was ended', example: false },
};

const sessionFields: Fields<Session> = {
  ...streamFields,
  hash: { type: 'string', meaning: 'SHA-256 of the session’s token', example: 'hexadecimal' },
  accountId: { type: 'string', meaning: 'Who has signed in', example: 'a UUID' },
  expiresAt: { type: 'date', meaning: 'When it is over, however much it is used', example: '2024-05-27T08:00:00.000Z' },
  credentialId: {
    type: 'string',
    meaning: 'Under which id the verifier of the password is kept with which it began; with another one in its place it is over',
    example: 'a UUID',
  },
  usedAt: { type: 'date', meaning: 'When it was last heard of', example: '2024-05-20T08:00:00.000Z' },
  ended: { type: 'boolean', meaning: 'Always false: a session that has ended has no document', example: false },
};

/** One row an account: its state. */
export const accountsProjection: Projection<Account, AccountEvent> = {
  name: 'accounts',
  version: `${accountFold.version}`,
  rows: {
    name: 'accounts',
    meaning: 'Who can sign in.',
    fields: accountFields,
    terms: ({ login, suspended }) => [loginTerm(login), suspendedTerm(suspended)].filter(fitsTerm),
    orders: { login: { by: ({ login }) => login }, created: { by: ({ createdAt }) => createdAt } },
  },
  events: accountEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveAccount,
};

/** One row a token, without the token: its state. */
export const accessTokensProjection: Projection<AccessToken, AccessTokenEvent> = {
  name: 'accessTokens',
  version: `${accessTokenFold.version}`,
  rows: {
    name: 'accessTokens',
    meaning: 'Access tokens, without the tokens themselves.',
    fields: tokenFields,
    terms: ({ agentId, accountId }) => [ownerTerm(accountId ?? agentId)],
    orders: { created: { by: ({ createdAt }) => createdAt } },
  },
  events: accessTokenEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveAccessToken,
};

/** One row a session that has not ended. */
export const sessionsProjection: Projection<Session, SessionEvent> = {
  name: 'sessions',
  version: `${sessionFold.version}`,
  rows: {
    name: 'sessions',
    meaning: 'Who has signed in and not out again.',
    fields: sessionFields,
    orders: { created: { by: ({ createdAt }) => createdAt } },
  },
  events: sessionEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  // An event of a session that has ended makes no row again.
  fold: (row, event) => {
    if (!row && event.type !== 'SessionStarted') return undefined;
    const state = evolveSession(row, event);
    return state.ended ? undefined : state;
  },
};
