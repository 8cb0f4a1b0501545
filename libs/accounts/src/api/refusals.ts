import type { Refusals } from '@docket/gateway';

export const accountRefusals: Refusals = {
  'accessToken.exists': { kind: 'conflict', meaning: 'The token has been made already.' },
  'accessToken.notFound': { kind: 'notFound', meaning: 'There is no such access token.', advice: 'Look for it among `GET /tokens`.' },
  'account.exists': { kind: 'conflict', meaning: 'The agent or customer has an account already.', advice: 'Change that one.' },
  'account.none': {
    kind: 'notFound',
    meaning: 'Whoever is asking has no account, and so no password.',
    advice: 'Sign in with an account; a token of an agent has none.',
  },
  'account.notFound': { kind: 'unprocessable', meaning: 'There is no such account.', advice: 'Look for it among `GET /accounts`.' },
  'account.owner': {
    kind: 'invalid',
    meaning: 'An account is either an agent’s or a customer’s.',
    advice: 'Give `agentId` or `customerId`, and not both.',
  },
  'account.roles': {
    kind: 'invalid',
    meaning: 'A customer’s account has the role requester and no other; an agent’s has one or more of the others.',
    advice: 'Give roles that fit the owner.',
  },
  'account.yourOwn': {
    kind: 'conflict',
    meaning: 'Nobody suspends the account that they act with.',
    advice: 'Let another administrator do it.',
  },
  'accountLogin.taken': { kind: 'conflict', meaning: 'Another account has the login.', advice: 'Take another login.' },
  'expiresAt.past': { kind: 'invalid', meaning: 'The token would have expired already.', advice: 'Give a later `expiresAt`, or none.' },
  'password.busy': { kind: 'tooMany', meaning: 'The passwords of too many others are being checked.' },
  'password.changed': {
    kind: 'conflict',
    meaning: 'Others have set the password again and again while this was done.',
    advice: 'Send it again, if it is still wanted.',
  },
  'password.wrong': {
    kind: 'forbidden',
    meaning: '`current` is not the present password.',
    advice: 'Give the present password; an administrator can set another one.',
  },
  'session.ended': { kind: 'conflict', meaning: 'The session has ended.', advice: 'Sign in again.' },
  'session.exists': { kind: 'conflict', meaning: 'The session has begun already.' },
  'session.none': {
    kind: 'conflict',
    meaning: 'A token was sent, and no session: there is nothing to end.',
    advice: 'Revoke the token, if that is meant.',
  },
  'session.notFound': { kind: 'notFound', meaning: 'There is no such session.', advice: 'Sign in again.' },
  'signIn.failed': {
    kind: 'unauthenticated',
    meaning: 'The login or the password is wrong. A suspended account, and one without a password, are refused alike.',
    advice: 'Look at both; an administrator sees how the account stands.',
  },
  'signIn.tooMany': { kind: 'tooMany', meaning: 'Too many sign-ins from here have failed.' },
  'token.owner': {
    kind: 'invalid',
    meaning: 'A token is either an agent’s or an account’s.',
    advice: 'Give `agentId` or `accountId`, and not both.',
  },
  'token.roles': {
    kind: 'invalid',
    meaning: 'The token would have roles that its owner can’t have, or none is given.',
    advice: 'Give roles that its account has; for an agent, any but requester.',
  },
};
