import { page } from '@docket/gateway';
import type { Operation } from '@docket/gateway';
import { ChangeAccount, CreateAccount, ResumeAccount, SuspendAccount } from '../account/commands/index.js';
import { accountDecider } from '../account/decider.js';
import type { Account } from '../account/domain/account.js';
import type { AccessToken } from '../token/access-token.js';
import { RevokeAccessToken } from '../token/commands.js';
import { accessTokenDecider } from '../token/decider.js';
import { accountAnswer, meAnswer, newTokenAnswer, sessionAnswer, signedOutAnswer, tokenAnswer } from './answers.js';
import {
  ChangeOwnPassword,
  CreateAccessToken,
  GetAccount,
  GetMe,
  ListAccessTokens,
  ListAccounts,
  SetPassword,
  SignIn,
  SignOut,
} from './inputs.js';
import { shownAccount, shownToken } from './queries.js';

const SOMEBODY = '018f9c7e-0000-7000-8000-000000000001';

const accounts = { tag: 'Accounts', roles: ['administrator'] } as const;
const tokens = { tag: 'Tokens', roles: ['administrator'] } as const;
const sessions = { tag: 'Sessions' } as const;
/** What everybody may do for themselves, auditors too: it changes nothing but how they come in. */
const everybody = { roles: ['administrator', 'supervisor', 'agent', 'auditor'], analyst: 'whole', requester: 'whole' } as const;

const command = {
  kind: 'command',
  answer: accountAnswer,
  decider: accountDecider,
  present: (state: unknown) => shownAccount(state as Account),
} as const;

export const accountOperations: readonly Operation[] = [
  {
    ...accounts,
    name: 'listAccounts',
    answer: page(accountAnswer),
    summary: 'Accounts, by login',
    method: 'GET',
    path: '/accounts',
    roles: ['administrator', 'auditor'],
    kind: 'query',
    query: ListAccounts,
    example: { suspended: false },
  },
  {
    ...accounts,
    ...command,
    name: 'createAccount',
    summary: 'Gives an agent or a customer an account',
    description:
      'Its id is the person’s. A customer’s account has the role `requester`: its owner sees the public parts of their own tickets. An agent’s has one or more of the other roles. Nobody signs in with it before it has a password.',
    method: 'POST',
    path: '/accounts',
    command: CreateAccount,
    example: { agentId: SOMEBODY, login: 'wang.lei', roles: ['agent'] },
    refusals: [
      'account.exists',
      'account.owner',
      'account.roles',
      'agent.notFound',
      'customer.notFound',
      'login.invalid',
      'accountLogin.taken',
    ],
  },
  {
    ...accounts,
    name: 'getAccount',
    answer: accountAnswer,
    summary: 'An account',
    method: 'GET',
    path: '/accounts/:id',
    roles: ['administrator', 'auditor'],
    kind: 'query',
    query: GetAccount,
    refusals: ['account.notFound'],
  },
  {
    ...accounts,
    ...command,
    name: 'changeAccount',
    summary: 'Changes an account’s login or its roles',
    description: 'Other roles hold at once, for its sessions and tokens too.',
    method: 'PATCH',
    path: '/accounts/:id',
    command: ChangeAccount,
    example: { roles: ['agent', 'supervisor'] },
    refusals: ['account.notFound', 'account.roles', 'login.invalid', 'accountLogin.taken'],
  },
  {
    ...accounts,
    ...command,
    name: 'suspendAccount',
    summary: 'Keeps an account’s owner out until it is resumed',
    method: 'POST',
    path: '/accounts/:id/suspend',
    command: SuspendAccount,
    example: { reason: 'on leave' },
    refusals: ['account.notFound', 'account.yourOwn'],
  },
  {
    ...accounts,
    ...command,
    name: 'resumeAccount',
    summary: 'Lets a suspended account’s owner in again',
    method: 'POST',
    path: '/accounts/:id/resume',
    command: ResumeAccount,
    refusals: ['account.notFound'],
  },
  {
    ...accounts,
    name: 'setPassword',
    answer: accountAnswer,
    summary: 'Gives an account a password',
    description: 'Its sessions end. The password, and what it is checked by, is in no event.',
    method: 'PUT',
    path: '/accounts/:id/password',
    kind: 'action',
    action: SetPassword,
    example: { password: 'correct horse battery staple' },
    refusals: ['account.notFound', 'password.busy', 'password.changed'],
  },
  {
    ...tokens,
    name: 'listAccessTokens',
    answer: page(tokenAnswer),
    summary: 'Access tokens, by age, without the tokens themselves',
    method: 'GET',
    path: '/tokens',
    roles: ['administrator', 'auditor'],
    kind: 'query',
    query: ListAccessTokens,
    example: { limit: 20 },
  },
  {
    ...tokens,
    name: 'createAccessToken',
    answer: newTokenAnswer,
    summary: 'Makes an access token, and shows it this once',
    description:
      'Only a hash of it is kept. A repetition with the same `Idempotency-Key` answers what was made then, without `token`: if the answer got lost, revoke it and make another one. The token of an account never has more roles than the account has at the time.',
    method: 'POST',
    path: '/tokens',
    kind: 'action',
    action: CreateAccessToken,
    creates: true,
    example: { name: 'monitoring', agentId: SOMEBODY, roles: ['agent'], expiresAt: '2100-01-01T00:00:00Z' },
    refusals: ['token.owner', 'token.roles', 'agent.notFound', 'account.notFound', 'expiresAt.past'],
  },
  {
    ...tokens,
    name: 'revokeAccessToken',
    answer: tokenAnswer,
    summary: 'Ends an access token: within a second it is refused everywhere',
    method: 'DELETE',
    path: '/tokens/:id',
    kind: 'command',
    decider: accessTokenDecider,
    command: RevokeAccessToken,
    present: (state) => shownToken(state as AccessToken),
    refusals: ['accessToken.notFound'],
  },
  {
    ...sessions,
    ...everybody,
    name: 'signIn',
    answer: sessionAnswer,
    summary: 'Begins a session with login and password',
    description:
      'The answer sets a cookie that browsers keep and scripts don’t see, and has the same token for use as `Authorization: Bearer`. A session ends 12 hours after the last use that was noted (it is noted once an hour), and after 7 days in any case; of those that an account has, 100 stay, and of more the one that was not used for longest ends. A login that nobody has is refused like a wrong password.',
    method: 'POST',
    path: '/sessions',
    kind: 'action',
    open: true,
    action: SignIn,
    example: { login: 'wang.lei', password: 'correct horse battery staple' },
    refusals: ['signIn.failed', 'signIn.tooMany', 'password.busy'],
  },
  {
    ...sessions,
    ...everybody,
    name: 'signOut',
    answer: signedOutAnswer,
    summary: 'Ends the session that the request was sent with',
    method: 'DELETE',
    path: '/sessions/current',
    kind: 'action',
    action: SignOut,
    refusals: ['session.none'],
  },
  {
    ...sessions,
    ...everybody,
    name: 'getMe',
    answer: meAnswer,
    summary: 'Who is asking, and with which roles',
    method: 'GET',
    path: '/me',
    kind: 'query',
    query: GetMe,
  },
  {
    ...sessions,
    ...everybody,
    name: 'changeOwnPassword',
    answer: accountAnswer,
    summary: 'Changes the password of whoever is asking',
    description: 'All sessions of the account end, this one too.',
    method: 'PUT',
    path: '/me/password',
    kind: 'action',
    action: ChangeOwnPassword,
    example: { current: 'correct horse battery staple', password: 'a longer one that is harder to guess' },
    refusals: ['account.none', 'password.wrong', 'password.busy', 'signIn.tooMany'],
  },
];
