import { ROLES } from '@docket/access';
import { BOOLEAN, field, IDENTIFIER, INSTANT, listOf, oneOf, optional, record, SUBJECT_FIELDS, TEXT } from '@docket/gateway';

const role = oneOf('Role', ROLES);

export const accountAnswer = record('Account', 'Somebody who can sign in', {
  ...SUBJECT_FIELDS,
  id: field(IDENTIFIER, 'The id of the agent or customer whose it is'),
  ownerKind: field(oneOf('AccountOwnerKind', ['agent', 'requester']), 'As what somebody signs in'),
  login: field(TEXT, 'What one signs in with; unique'),
  roles: field(listOf(role), 'What the owner may do'),
  suspended: field(BOOLEAN, 'Its owner is kept out'),
  suspendedAt: optional(INSTANT, 'When it was last suspended, also where it was resumed since'),
  hasPassword: field(BOOLEAN, 'Without one, nobody signs in with it'),
  passwordSetAt: optional(INSTANT, 'When the password was set'),
});

const token = {
  ...SUBJECT_FIELDS,
  name: field(TEXT, 'What it is for'),
  agentId: field(IDENTIFIER, 'Who acts with it'),
  accountId: optional(IDENTIFIER, 'The account whose token it is'),
  roles: field(listOf(role), 'What it may do; of an account’s token, as far as the account may'),
  expiresAt: optional(TEXT, 'When it ends; absent: never'),
  revoked: field(BOOLEAN, 'It was ended'),
} as const;

export const tokenAnswer = record('AccessToken', 'An access token, without the token itself', token);
export const newTokenAnswer = record('NewAccessToken', 'An access token when it is made', {
  ...token,
  token: optional(TEXT, 'The token itself, in this one answer; a repetition is without it'),
});

const whoever = {
  id: field(IDENTIFIER, 'The id of the agent or customer'),
  kind: field(TEXT, 'agent, requester …'),
  roles: field(listOf(role), 'With which roles'),
} as const;

export const meAnswer = record('Me', 'Who is asking', whoever);
export const sessionAnswer = record('NewSession', 'A session that has begun', {
  ...whoever,
  token: field(TEXT, 'For `Authorization: Bearer`; browsers have it as a cookie'),
  expiresAt: field(INSTANT, 'When it is over, however much it is used'),
});
export const signedOutAnswer = record('SignedOut', 'The session has ended', { signedOut: field(BOOLEAN, 'true') });
