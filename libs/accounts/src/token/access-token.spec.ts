import { given } from '@docket/deciding/testing';
import { agentFold } from '@docket/people';
import { accountFold } from '../account/domain/account.js';
import { IssueAccessToken, RevokeAccessToken, withTokenHash } from './commands.js';
import { accessTokenDecider } from './decider.js';

const AGENT = '018f9c7e-0000-7000-8000-00000000000a';
const HASH = 'a'.repeat(64);
const agent = { fold: agentFold, id: AGENT, facts: [{ type: 'AgentCreated', data: { name: 'Ann' } }] };
const account = {
  fold: accountFold,
  id: AGENT,
  facts: [{ type: 'AccountCreated', data: { ownerKind: 'agent', login: 'ann', roles: ['agent', 'supervisor'] } }],
};

const issue = (fields: Partial<IssueAccessToken> = {}) =>
  withTokenHash(Object.assign(new IssueAccessToken(), { agentId: AGENT, roles: ['agent'], name: 'test', ...fields }), () => HASH);

const issued = { type: 'AccessTokenIssued', data: { hash: HASH, agentId: AGENT, roles: ['agent'], name: 'test' } } as const;

describe('an access token', () => {
  test('is issued with its hash, once', () => {
    given(accessTokenDecider)
      .when(issue(), { references: [agent] })
      .then([issued]);
    given(accessTokenDecider, [issued])
      .when(issue(), { references: [agent] })
      .thenRefused('accessToken.exists');
  });

  test('is an agent’s who is there', () => {
    given(accessTokenDecider).when(issue()).thenRefused('agent.notFound');
  });

  test('of an account has no role that the account has not', () => {
    const accounts = { references: [account] };
    given(accessTokenDecider)
      .when(issue({ accountId: AGENT, roles: ['administrator'] }), accounts)
      .thenRefused('token.roles');
    given(accessTokenDecider)
      .when(issue({ accountId: AGENT, roles: ['supervisor'] }), accounts)
      .then([{ ...issued, data: { ...issued.data, roles: ['supervisor'], accountId: AGENT } }]);
    given(accessTokenDecider)
      .when(issue({ accountId: AGENT }))
      .thenRefused('account.notFound');
  });

  test('does not make an agent a requester', () => {
    given(accessTokenDecider)
      .when(issue({ roles: ['requester'] }), { references: [agent] })
      .thenRefused('token.roles');
  });

  test('does not begin when it has ended', () => {
    given(accessTokenDecider)
      .when(issue({ expiresAt: '2024-05-20T08:00:00Z' }), { references: [agent] })
      .thenRefused('expiresAt.past');
  });

  test('does not end outside of the years that there are', () => {
    given(accessTokenDecider)
      .when(issue({ expiresAt: '9999-12-31T23:59:59-01:00' }), { references: [agent] })
      .thenRefused('input.invalid');
  });

  test('is revoked once', () => {
    given(accessTokenDecider, [issued])
      .when(new RevokeAccessToken())
      .then([{ type: 'AccessTokenRevoked', data: {} }]);
    given(accessTokenDecider, [issued, { type: 'AccessTokenRevoked', data: {} }])
      .when(new RevokeAccessToken())
      .thenNothingHappened();
    given(accessTokenDecider).when(new RevokeAccessToken()).thenRefused('accessToken.notFound');
  });
});
