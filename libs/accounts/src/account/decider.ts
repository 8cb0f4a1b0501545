import type { Decider } from '@docket/deciding';
import { ChangeAccount, CreateAccount, RecordPassword, ResumeAccount, SuspendAccount } from './commands/index.js';
import { accountFold, loginClaims, type Account, type AccountEvent } from './domain/account.js';
import {
  changeAccount,
  claimsOfChange,
  claimsOfCreate,
  createAccount,
  ownerOf,
  personOf,
  recordPassword,
  resumeAccount,
  suspendAccount,
} from './domain/decide.js';

/** Streams `account-<id of the person>`: so a person has one account, with no look-up. */
export const accountDecider: Decider<Account, AccountEvent> = {
  ...accountFold,
  holds: ({ login }) => loginClaims(login),
  commands: {
    CreateAccount: {
      command: CreateAccount,
      creates: { id: (command: CreateAccount) => ownerOf(command)?.id },
      decide: createAccount,
      references: personOf,
      claims: claimsOfCreate,
    },
    ChangeAccount: { command: ChangeAccount, decide: changeAccount, claims: claimsOfChange },
    SuspendAccount: { command: SuspendAccount, decide: suspendAccount },
    ResumeAccount: { command: ResumeAccount, decide: resumeAccount },
    RecordPassword: { command: RecordPassword, decide: recordPassword },
  },
};
