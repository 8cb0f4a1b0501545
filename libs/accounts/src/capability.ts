import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { accountDecider } from './account/decider.js';
import { accountOperations } from './api/operations.js';
import { ChangeOwnPasswordHandler, SetPasswordHandler } from './api/password-actions.js';
import { Passwords } from './api/passwords.js';
import { GetAccountHandler, GetMeHandler, ListAccessTokensHandler, ListAccountsHandler } from './api/queries.js';
import { SignInHandler, SignOutHandler } from './api/session-actions.js';
import { SignInAttempts } from './api/sign-in-attempts.js';
import { CreateAccessTokenHandler } from './api/token-actions.js';
import { accountRefusals } from './api/refusals.js';
import { accountsReadSide } from './read-side.js';
import { sessionDecider } from './session/decider.js';
import { accessTokenDecider } from './token/decider.js';

@Module({
  providers: [
    ListAccountsHandler,
    GetAccountHandler,
    ListAccessTokensHandler,
    GetMeHandler,
    CreateAccessTokenHandler,
    SetPasswordHandler,
    ChangeOwnPasswordHandler,
    SignInHandler,
    SignOutHandler,
    Passwords,
    SignInAttempts,
  ],
})
class AccountsModule {}

/** Accounts: who comes in, by a password or by a token, and with which roles. The program gives it a Directory (DIRECTORY) and a CredentialStore (CREDENTIALS). */
export const accounts: Capability = {
  ...accountsReadSide,
  withheldFromFeed: true,
  deciders: [accountDecider, accessTokenDecider, sessionDecider],
  operations: accountOperations,
  refusals: accountRefusals,
  module: AccountsModule,
};
