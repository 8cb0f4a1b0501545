import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { callerOf } from '@docket/access';
import { absentTarget, envelopeOf, isRefusal, refuse } from '@docket/deciding';
import type { Executor, Outcome, Refusal } from '@docket/deciding';
import { EXECUTOR } from '@docket/deciding/nest';
import type { Answer } from '@docket/gateway';
import { accountFold, type Account } from '../account/domain/account.js';
import { ChangeOwnPassword, SetPassword } from './inputs.js';
import { Passwords } from './passwords.js';
import { shownAccount } from './queries.js';
import { SignInAttempts } from './sign-in-attempts.js';

const answerOf = ({ state, revision, position }: Outcome<Account>): Answer => ({ body: { ...shownAccount(state), position }, revision });

@CommandHandler(SetPassword)
export class SetPasswordHandler implements ICommandHandler<SetPassword, Answer | Refusal> {
  constructor(
    @Inject(EXECUTOR) private readonly executor: Executor,
    @Inject(Passwords) private readonly passwords: Passwords,
  ) {}

  async execute(action: SetPassword): Promise<Answer | Refusal> {
    const envelope = envelopeOf(action);
    const id = envelope.target ?? '';
    // Nothing is kept for an account that is not there.
    if (!(await this.executor.load(accountFold, id))) return absentTarget('account');
    const outcome = await this.passwords.set(id, action.password, envelope);
    return isRefusal(outcome) ? outcome : answerOf(outcome);
  }
}

@CommandHandler(ChangeOwnPassword)
export class ChangeOwnPasswordHandler implements ICommandHandler<ChangeOwnPassword, Answer | Refusal> {
  constructor(
    @Inject(EXECUTOR) private readonly executor: Executor,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SignInAttempts) private readonly attempts: SignInAttempts,
  ) {}

  async execute(action: ChangeOwnPassword): Promise<Answer | Refusal> {
    const { id } = callerOf(action).actor;
    const account = (await this.executor.load(accountFold, id))?.state;
    if (!account) return refuse('account.none', 'whoever has no account has no password', { kind: 'notFound' });
    const blocked = this.attempts.blocked(account.login, id);
    if (blocked) return blocked;
    const right = await this.passwords.isRight(account, action.current);
    if (isRefusal(right)) return right;
    if (!right) {
      this.attempts.failed(account.login, id);
      return refuse('password.wrong', 'this is not the present password', { kind: 'forbidden', field: 'current' });
    }
    const outcome = await this.passwords.set(id, action.password, envelopeOf(action));
    return isRefusal(outcome) ? outcome : answerOf(outcome);
  }
}
