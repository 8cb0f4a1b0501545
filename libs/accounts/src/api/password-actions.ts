import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { callerOf } from '@docket/access';
import { absentTarget, envelopeOf, isRefusal, refuse } from '@docket/deciding';
import type { Outcome, Refusal } from '@docket/deciding';
import type { Answer } from '@docket/gateway';
import type { Account } from '../account/domain/account.js';
import { ChangeOwnPassword, SetPassword } from './inputs.js';
import { isChangedMeanwhile, Passwords } from './passwords.js';
import { shownAccount } from './queries.js';
import { SignInAttempts } from './sign-in-attempts.js';

const answerOf = ({ state, revision, position }: Outcome<Account>): Answer => ({ body: { ...shownAccount(state), position }, revision });

const wrong = (): Refusal => refuse('password.wrong', 'this is not the present password', { kind: 'forbidden', field: 'current' });

@CommandHandler(SetPassword)
export class SetPasswordHandler implements ICommandHandler<SetPassword, Answer | Refusal> {
  constructor(@Inject(Passwords) private readonly passwords: Passwords) {}

  async execute(action: SetPassword): Promise<Answer | Refusal> {
    const envelope = envelopeOf(action);
    const id = envelope.target ?? '';
    // Nothing is kept for an account that is not there.
    if (!(await this.passwords.accountOf(id))) return absentTarget('account');
    const outcome = await this.passwords.set(id, action.password, envelope);
    return isRefusal(outcome) ? outcome : answerOf(outcome);
  }
}

@CommandHandler(ChangeOwnPassword)
export class ChangeOwnPasswordHandler implements ICommandHandler<ChangeOwnPassword, Answer | Refusal> {
  constructor(
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SignInAttempts) private readonly attempts: SignInAttempts,
  ) {}

  async execute(action: ChangeOwnPassword): Promise<Answer | Refusal> {
    const { id } = callerOf(action).actor;
    const account = await this.passwords.accountOf(id);
    if (!account) return refuse('account.none', 'whoever has no account has no password', { kind: 'notFound' });
    const proved = await this.attempts.attempt(account.login, id, async () => {
      const right = await this.passwords.isRight(account, action.current);
      return isRefusal(right) ? right : right ? account : undefined;
    });
    if (!proved) return wrong();
    if (isRefusal(proved)) return proved;
    const outcome = await this.passwords.replace(account, action.password, envelopeOf(action));
    if (isChangedMeanwhile(outcome)) return wrong();
    return isRefusal(outcome) ? outcome : answerOf(outcome);
  }
}
