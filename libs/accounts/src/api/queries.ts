import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { callerOf } from '@docket/access';
import type { Refusal } from '@docket/deciding';
import { documentAnswer, JsonText, listAnswer, opening, pageOf } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { normaliseLogin, type Account } from '../account/domain/account.js';
import { accessTokensProjection, accountsProjection, loginTerm, ownerTerm, suspendedTerm } from '../projections.js';
import type { AccessToken } from '../token/access-token.js';
import { GetAccount, GetMe, ListAccessTokens, ListAccounts } from './inputs.js';

/** An account as it is shown: whether it has a password, not under which id that is kept. */
export const shownAccount = ({ credentialId, ...account }: Account): object => ({ ...account, hasPassword: credentialId !== undefined });

/** A token as it is shown, without its hash. */
export const shownToken = ({ hash: _, ...token }: AccessToken): object => token;

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts, Answer> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: ListAccounts): Promise<Answer> {
    const model = await this.readModels.open(accountsProjection.name, opening(query));
    const all = [
      ...(query.login === undefined ? [] : [loginTerm(normaliseLogin(query.login))]),
      ...(query.suspended === undefined ? [] : [suspendedTerm(query.suspended)]),
    ];
    const page = await model.list<Account>(accountsProjection.rows.name, { all, order: 'login' }, pageOf(query));
    return listAnswer({ ...page, items: page.items.map(({ body }) => ({ json: JSON.stringify(shownAccount(body)) })) });
  }
}

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount, Answer | Refusal> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: GetAccount): Promise<Answer | Refusal> {
    const model = await this.readModels.open(accountsProjection.name, opening(query));
    const found = await model.get<Account>(accountsProjection.rows.name, query.id);
    const answer = documentAnswer(found, 'account');
    return found && 'body' in answer ? { ...answer, body: new JsonText(JSON.stringify(shownAccount(found.body))) } : answer;
  }
}

@QueryHandler(ListAccessTokens)
export class ListAccessTokensHandler implements IQueryHandler<ListAccessTokens, Answer> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: ListAccessTokens): Promise<Answer> {
    const model = await this.readModels.open(accessTokensProjection.name, opening(query));
    const all = query.owner === undefined ? [] : [ownerTerm(query.owner)];
    const page = await model.list<AccessToken>(accessTokensProjection.rows.name, { all, order: 'created' }, pageOf(query));
    return listAnswer({ ...page, items: page.items.map(({ body }) => ({ json: JSON.stringify(shownToken(body)) })) });
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe, Answer> {
  execute(query: GetMe): Promise<Answer> {
    const { actor, roles } = callerOf(query);
    return Promise.resolve({ body: { id: actor.id, kind: actor.kind, roles } });
  }
}
