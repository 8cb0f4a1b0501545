import type { ReadSide } from '@docket/projecting';
import { accountEvents } from './account/domain/account.js';
import { accessTokensProjection, accountsProjection, sessionsProjection } from './projections.js';
import { sessionEvents } from './session/session.js';
import { accessTokenEvents } from './token/access-token.js';

export const accountsReadSide: ReadSide = {
  name: 'accounts',
  events: [...accountEvents, ...accessTokenEvents, ...sessionEvents],
  projections: () => [accountsProjection, accessTokensProjection, sessionsProjection],
};
