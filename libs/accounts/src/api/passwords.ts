import { Inject, Injectable } from '@nestjs/common';
import { freshId, isRefusal, refuse } from '@docket/deciding';
import type { CommandEnvelope, Executor, Outcome, Refusal } from '@docket/deciding';
import { EXECUTOR } from '@docket/deciding/nest';
import { accountDecider } from '../account/decider.js';
import { RecordPassword } from '../account/commands/index.js';
import type { Account } from '../account/domain/account.js';
import { CREDENTIALS, type CredentialStore } from '../credentials/credential-store.js';
import { isOutdated, isPassword, verifierOf } from '../password/scrypt.js';
import { TooManyWaiting } from '../password/turns.js';

/** What is answered where it is the passwords of too many others that are being checked. */
const unlessBusy = async <Result>(work: () => Promise<Result>): Promise<Result | Refusal> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooManyWaiting)) throw error;
    return refuse('password.busy', 'too many passwords are being checked: try again', { kind: 'tooMany', retryAfterSeconds: 1 });
  }
};

/** Passwords of accounts. Fails with CredentialsUnavailable. */
@Injectable()
export class Passwords {
  constructor(
    @Inject(EXECUTOR) private readonly executor: Executor,
    @Inject(CREDENTIALS) private readonly credentials: CredentialStore,
  ) {}

  /** Does somebody who says so know the account's password? Without an account, it is as much work. */
  isRight(account: Account | undefined, password: string): Promise<boolean | Refusal> {
    return unlessBusy(() => this.check(account, password));
  }

  private async check(account: Account | undefined, password: string): Promise<boolean> {
    const { id, credentialId } = account ?? {};
    const verifier = id === undefined || credentialId === undefined ? undefined : await this.credentials.get(id, credentialId);
    const right = await isPassword(password, verifier);
    if (right && id !== undefined && credentialId !== undefined && verifier !== undefined && isOutdated(verifier))
      await this.credentials.put(id, credentialId, await verifierOf(password));
    return right;
  }

  /** First what it is checked by, then the event that says which one holds: if that does not come to be, the old password is still the password. */
  async set(account: string, password: string, envelope: CommandEnvelope): Promise<Outcome<Account> | Refusal> {
    const credentialId = freshId();
    const verifier = await unlessBusy(() => verifierOf(password));
    if (isRefusal(verifier)) return verifier;
    await this.credentials.put(account, credentialId, verifier);
    const { idempotencyKey: _, ...rest } = envelope;
    // Setting it again is harmless, and the password is not to be known by a hash of the request: so no key is remembered for it.
    const command = Object.assign(new RecordPassword(), { credentialId });
    const outcome = await this.executor.execute(accountDecider, command, { ...rest, target: account });
    if (!isRefusal(outcome)) await this.credentials.keepOnly(account, credentialId);
    return outcome;
  }
}
