import type { DecisionContext } from '@docket/deciding';
import { accessTokenDecider, IssueAccessToken } from './access-token.js';

const command = Object.assign(new IssueAccessToken(), { hash: 'a'.repeat(64), agentId: 'b', roles: ['agent'], name: 'test' });
const decide = accessTokenDecider.commands['IssueAccessToken']?.decide;
const context = {} as DecisionContext;

test('an access token is issued once: of two that start at once, one wins', () => {
  const data = { hash: 'a'.repeat(64), agentId: 'b', roles: ['agent'], name: 'test' };
  expect(decide?.(undefined, command, context)).toEqual([{ type: 'AccessTokenIssued', data }]);
  expect(decide?.({ ...data, roles: ['agent'] }, command, context)).toMatchObject({ refused: true, code: 'accessToken.exists' });
});
