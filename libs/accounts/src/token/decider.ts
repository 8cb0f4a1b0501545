import {
  absentTarget,
  type CommandSpec,
  type Decider,
  type Decision,
  type DecisionContext,
  instantOf,
  type Reference,
  refuse,
} from '@docket/deciding';
import { agentFold } from '@docket/people/domain';
import { accountFold } from '../account/domain/account.js';
import { accessTokenFold, type AccessToken, type AccessTokenEvent } from './access-token.js';
import { IssueAccessToken, RevokeAccessToken, tokenHash } from './commands.js';

const issue = (state: AccessToken | undefined, command: IssueAccessToken, context: DecisionContext): Decision<AccessTokenEvent> => {
  if (state) return refuse('accessToken.exists', 'this access token has been issued already');
  const { agentId, roles, name, accountId } = command;
  const expiresAt = command.expiresAt === undefined ? undefined : instantOf(command.expiresAt);
  if (command.expiresAt !== undefined && expiresAt === undefined)
    return refuse('input.invalid', 'expiresAt lies outside of the years that there are', { kind: 'invalid', field: 'expiresAt' });
  if (expiresAt !== undefined && expiresAt <= context.now)
    return refuse('expiresAt.past', 'the token would have expired already', { kind: 'invalid', field: 'expiresAt' });
  if (accountId !== undefined) {
    const account = context.reference(accountFold, accountId);
    if (!account) return refuse('account.notFound', `there is no account ${accountId}`, { kind: 'unprocessable', field: 'accountId' });
    if (roles.some((role) => !account.roles.includes(role)))
      return refuse('token.roles', 'a token of an account has no role that the account has not', { kind: 'invalid', field: 'roles' });
  } else {
    if (!context.reference(agentFold, agentId))
      return refuse('agent.notFound', `there is no agent ${agentId}`, { kind: 'unprocessable', field: 'agentId' });
    if (roles.includes('requester'))
      return refuse('token.roles', 'an agent is no requester: give a customer an account', { kind: 'invalid', field: 'roles' });
  }
  const hash = tokenHash(command, context.target);
  const optional = { ...(expiresAt === undefined ? {} : { expiresAt }), ...(accountId === undefined ? {} : { accountId }) };
  return [{ type: 'AccessTokenIssued', data: { hash, agentId, roles, name: name.trim(), ...optional } }];
};

const revoke = (state: AccessToken | undefined): Decision<AccessTokenEvent> => {
  if (!state) return absentTarget('accessToken');
  return state.revoked ? [] : [{ type: 'AccessTokenRevoked', data: {} }];
};

const owners = (_state: AccessToken | undefined, { agentId, accountId }: IssueAccessToken): readonly Reference[] => [
  accountId === undefined ? { fold: agentFold, id: agentId } : { fold: accountFold, id: accountId },
];

const issuing: CommandSpec<AccessToken, IssueAccessToken, AccessTokenEvent> = {
  command: IssueAccessToken,
  creates: 'fresh',
  decide: issue,
  references: owners,
};

export const accessTokenDecider: Decider<AccessToken, AccessTokenEvent> = {
  ...accessTokenFold,
  commands: { IssueAccessToken: issuing, RevokeAccessToken: { command: RevokeAccessToken, decide: revoke } },
};
