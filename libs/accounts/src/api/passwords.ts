import { Inject, Injectable } from '@nestjs/common';
import { freshId, isRefusal } from '@docket/deciding';
import type { CommandEnvelope, Executor, Outcome, Refusal } from '@docket/deciding';
import { EXECUTOR } from '@docket/deciding/nest';
import { accountDecider } from '../account/decider.js';
import { RecordPassword } from '../account/commands/index.js';
import { accountFold, type Account } from '../account/domain/account.js';
import { CREDENTIALS, type CredentialStore } from '../credentials/credential-store.js';
import { PASSWORD_TRIES } from '../limits.js';
import { isOutdated, isPassword, verifierOf } from '../password/scrypt.js';
import { TooManyWaiting } from '../password/turns.js';
import { busy } from './busy.js';

/** Nobody's account, and nobody's password. */
const NOBODYS = '00000000-0000-0000-0000-000000000000';

/** What is answered where it is the passwords of too many others that are being checked. */
const unlessBusy = async <Result>(work: () => Promise<Result>): Promise<Result | Refusal> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooManyWaiting)) throw error;
    return busy();
  }
};

/** Others have set the password since the account was looked at. */
export const isChangedMeanwhile = (outcome: Outcome<Account> | Refusal): boolean =>
  isRefusal(outcome) && outcome.code === 'password.changed';

/** Passwords of accounts. Fails with CredentialsUnavailable. */
@Injectable()
export class Passwords {
  constructor(
    @Inject(EXECUTOR) private readonly executor: Executor,
    @Inject(CREDENTIALS) private readonly credentials: CredentialStore,
  ) {}

  /** The account as its own stream says. Without an id, it is as much work, and fails alike. */
  async accountOf(id: string | undefined): Promise<Account | undefined> {
    return (await this.executor.load(accountFold, id ?? NOBODYS))?.state;
  }

  /** Does somebody who says so know the account's password? Without an account, it is as much work, and fails alike. */
  isRight(account: Account | undefined, password: string): Promise<boolean | Refusal> {
    return unlessBusy(() => this.check(account, password));
  }

  private async check({ id = NOBODYS, credentialId = NOBODYS }: Partial<Account> = {}, password: string): Promise<boolean> {
    const verifier = await this.credentials.get(id, credentialId);
    const right = await isPassword(password, verifier);
    if (right && verifier !== undefined && isOutdated(verifier)) await this.credentials.put(id, credentialId, await verifierOf(password));
    return right;
  }

  /** Whatever password it has now. */
  async set(id: string, password: string, envelope: CommandEnvelope): Promise<Outcome<Account> | Refusal> {
    return this.withVerifier(id, password, async (credentialId) => {
      for (let tries = 1; ; tries += 1) {
        const outcome = await this.record(credentialId, await this.accountOf(id), id, envelope);
        if (!isChangedMeanwhile(outcome) || tries === PASSWORD_TRIES) return outcome;
      }
    });
  }

  /** The one that the account had when it was looked at; `password.changed`: it has another one since. */
  async replace(account: Account, password: string, envelope: CommandEnvelope): Promise<Outcome<Account> | Refusal> {
    return this.withVerifier(account.id, password, (credentialId) => this.record(credentialId, account, account.id, envelope));
  }

  /** First what it is checked by, then the event that says which one holds: if that does not come to be, the old password is still the password. */
  private async withVerifier(
    id: string,
    password: string,
    record: (credentialId: string) => Promise<Outcome<Account> | Refusal>,
  ): Promise<Outcome<Account> | Refusal> {
    const credentialId = freshId();
    const verifier = await unlessBusy(() => verifierOf(password));
    if (isRefusal(verifier)) return verifier;
    await this.credentials.put(id, credentialId, verifier);
    const outcome = await record(credentialId);
    if (isRefusal(outcome)) await this.credentials.remove(id, credentialId);
    return outcome;
  }

  /** Removes the verifier that it replaces, and no other one: that of somebody who sets a password at the same time may be there already. */
  private async record(
    credentialId: string,
    before: Account | undefined,
    target: string,
    { idempotencyKey: _, ...envelope }: CommandEnvelope,
  ): Promise<Outcome<Account> | Refusal> {
    // Setting it again is harmless, and the password is not to be known by a hash of the request: so no key is remembered for it.
    const replaces = before?.credentialId;
    const command = Object.assign(new RecordPassword(), { credentialId }, replaces === undefined ? {} : { replaces });
    const outcome = await this.executor.execute(accountDecider, command, { ...envelope, target });
    if (!isRefusal(outcome) && replaces !== undefined) await this.credentials.remove(target, replaces);
    return outcome;
  }
}
