import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { hashOfToken, newSecret, type Role, tokenOf } from '@docket/access';
import { envelopeOf, isRefusal, refuse } from '@docket/deciding';
import type { Executor, Refusal } from '@docket/deciding';
import { EXECUTOR } from '@docket/deciding/nest';
import type { Answer } from '@docket/gateway';
import { accountFold } from '../account/domain/account.js';
import { IssueAccessToken, withTokenHash } from '../token/commands.js';
import { accessTokenDecider } from '../token/decider.js';
import { CreateAccessToken } from './inputs.js';
import { shownToken } from './queries.js';

@CommandHandler(CreateAccessToken)
export class CreateAccessTokenHandler implements ICommandHandler<CreateAccessToken, Answer | Refusal> {
  constructor(@Inject(EXECUTOR) private readonly executor: Executor) {}

  /** A repetition with the same key answers the token that was made then, without the text of it: that was shown once, and is kept nowhere. */
  async execute(action: CreateAccessToken): Promise<Answer | Refusal> {
    const command = await this.commandOf(action);
    if (isRefusal(command)) return command;
    const secret = newSecret();
    const text = (id: string): string => tokenOf({ kind: 'token', id }, secret);
    const outcome = await this.executor.execute(
      accessTokenDecider,
      withTokenHash(command, (id) => hashOfToken(text(id))),
      envelopeOf(action),
    );
    if (isRefusal(outcome)) return outcome;
    const { target, state, revision, position, repeated } = outcome;
    const shown = { ...shownToken(state), position };
    return { body: repeated ? shown : { ...shown, token: text(target) }, created: target, revision };
  }

  private async commandOf({ name, agentId, accountId, roles, expiresAt }: CreateAccessToken): Promise<IssueAccessToken | Refusal> {
    if ((agentId === undefined) === (accountId === undefined))
      return refuse('token.owner', 'a token is an agent’s or an account’s: give agentId or accountId', {
        kind: 'invalid',
        field: 'agentId',
      });
    const owner = agentId ?? accountId ?? '';
    const account = accountId === undefined ? undefined : (await this.executor.load(accountFold, owner))?.state;
    if (accountId !== undefined && !account)
      return refuse('account.notFound', `there is no account ${owner}`, { kind: 'unprocessable', field: 'accountId' });
    const wanted = roles ?? account?.roles;
    if (!wanted) return refuse('token.roles', 'say with which roles the agent acts', { kind: 'invalid', field: 'roles' });
    return Object.assign(new IssueAccessToken(), {
      agentId: owner,
      roles: wanted as Role[],
      name,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(accountId === undefined ? {} : { accountId: owner }),
    });
  }
}
