import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { type Caller, callerOf, hashOfToken, newSecret, tokenOf } from '@docket/access';
import { envelopeOf, freshId, isRefusal, refuse } from '@docket/deciding';
import type { CommandEnvelope, Executor, Refusal } from '@docket/deciding';
import { EXECUTOR } from '@docket/deciding/nest';
import type { Answer } from '@docket/gateway';
import { normaliseLogin, type Account } from '../account/domain/account.js';
import { callerOfAccount, type Directory } from '../directory/directory.js';
import { DIRECTORY } from '../directory/directory-token.js';
import { SESSION_MS_MAX } from '../limits.js';
import { EndSession, StartSession } from '../session/commands.js';
import { sessionDecider } from '../session/decider.js';
import { SignIn, SignOut } from './inputs.js';
import { Passwords } from './passwords.js';
import { SignInAttempts } from './sign-in-attempts.js';

/** The same for a login that nobody has, a wrong password, an account without one and a suspended account. */
const failed = (): Refusal => refuse('signIn.failed', 'the login or the password is wrong', { kind: 'unauthenticated' });

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn, Answer | Refusal> {
  constructor(
    @Inject(EXECUTOR) private readonly executor: Executor,
    @Inject(DIRECTORY) private readonly directory: Directory,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SignInAttempts) private readonly attempts: SignInAttempts,
  ) {}

  async execute(action: SignIn): Promise<Answer | Refusal> {
    // Each sign-in begins a session of its own, whatever its key or revision.
    const { actor: stranger, idempotencyKey: _key, expectedRevision: _revision, ...envelope } = envelopeOf(action);
    const login = normaliseLogin(action.login);
    const proved = await this.attempts.attempt(login, stranger.id, () => this.proved(login, action.password));
    if (!proved) return failed();
    if (isRefusal(proved)) return proved;
    const { account, caller } = proved;
    const id = freshId();
    const token = tokenOf({ kind: 'session', id }, newSecret());
    const expiresAt = new Date(Date.now() + SESSION_MS_MAX).toISOString();
    const command = Object.assign(new StartSession(), {
      hash: hashOfToken(token),
      accountId: account.id,
      expiresAt,
      credentialId: account.credentialId,
    });
    const outcome = await this.executor.execute(sessionDecider, command, { ...envelope, actor: caller.actor, target: id });
    if (isRefusal(outcome)) return outcome;
    this.directory.put('session', outcome.state);
    const { actor, roles } = caller;
    await this.endDisplaced(account.id, id, { ...envelope, actor });
    return { body: { id: actor.id, kind: actor.kind, roles, token, expiresAt }, session: { token, expiresAt } };
  }

  /** Ends what the account has beyond SESSIONS_OF_ACCOUNT_MAX. After the new one has begun, so that those who sign in at once are counted all. */
  private async endDisplaced(accountId: string, displacedBy: string, envelope: CommandEnvelope): Promise<void> {
    for (const { id } of this.directory.displacedBy(displacedBy, accountId)) {
      const ending = Object.assign(new EndSession(), { displacedBy });
      const ended = await this.executor.execute(sessionDecider, ending, { ...envelope, target: id });
      if (isRefusal(ended)) throw new Error(`the session ${id} does not end: ${ended.code}`);
      this.directory.put('session', ended.state);
    }
  }

  /** undefined: somebody else's password, or nobody's. */
  private async proved(
    login: string,
    password: string,
  ): Promise<{ readonly account: Account; readonly caller: Caller } | undefined | Refusal> {
    const account = await this.accountOf(login);
    const right = await this.passwords.isRight(account, password);
    if (isRefusal(right)) return right;
    const caller = callerOfAccount(account);
    return right && account && caller ? { account, caller } : undefined;
  }

  /** The directory says whose login it is, the account's own stream how things stand. */
  private async accountOf(login: string): Promise<Account | undefined> {
    const account = await this.passwords.accountOf(this.directory.accountOfLogin(login)?.id);
    return account?.login === login ? account : undefined;
  }
}

@CommandHandler(SignOut)
export class SignOutHandler implements ICommandHandler<SignOut, Answer | Refusal> {
  constructor(
    @Inject(EXECUTOR) private readonly executor: Executor,
    @Inject(DIRECTORY) private readonly directory: Directory,
  ) {}

  async execute(action: SignOut): Promise<Answer | Refusal> {
    const { sessionId } = callerOf(action);
    if (sessionId === undefined) return refuse('session.none', 'no session, but a token was sent: revoke that');
    const { idempotencyKey: _, ...envelope } = envelopeOf(action);
    const outcome = await this.executor.execute(sessionDecider, new EndSession(), { ...envelope, target: sessionId });
    if (isRefusal(outcome)) return outcome;
    // Here it is over with this answer; the other gateways hear of it from the log.
    this.directory.put('session', outcome.state);
    return { body: { signedOut: true }, session: 'ended' };
  }
}
