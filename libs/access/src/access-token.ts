import { IsArray, IsIn, IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { type CommandSpec, type Decider, type Decision, refuse } from '@docket/deciding';
import { type EventType, eventType, type StreamEvent } from '@docket/event-store';
import { ROLES, type Role } from './caller.js';
import { TOKEN_NAME_LENGTH_MAX } from './limits.js';

/** Only the hash of a token is in the log. */
export interface AccessTokenIssuedData {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** Who acts with it. */
  readonly agentId: string;
  readonly roles: readonly Role[];
  /** What it is for, in a few words. */
  readonly name: string;
  /** ISO 8601, UTC; absent: never. */
  readonly expiresAt?: string;
}

export type AccessTokenEvent = StreamEvent<'AccessTokenIssued', AccessTokenIssuedData>;

export const accessTokenIssued = eventType<AccessTokenIssuedData>()('AccessTokenIssued', 1, {
  hash: 'plain',
  agentId: 'plain',
  roles: 'plain',
  name: 'plain',
  expiresAt: 'plain',
});

export const accessEvents: readonly EventType[] = [accessTokenIssued];

export type AccessToken = AccessTokenIssuedData;

/** Puts a token's hash into the log. Its sender keeps the token. */
export class IssueAccessToken {
  @Matches(/^[0-9a-f]{64}$/)
  hash!: string;

  @IsUUID()
  agentId!: string;

  @IsArray()
  @IsIn(ROLES, { each: true })
  roles!: Role[];

  @IsString()
  @MaxLength(TOKEN_NAME_LENGTH_MAX)
  name!: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string;
}

const issue = (state: AccessToken | undefined, command: IssueAccessToken): Decision<AccessTokenEvent> => {
  if (state) return refuse('accessToken.exists', 'this access token has been issued already');
  const { hash, agentId, roles, name, expiresAt } = command;
  return [{ type: 'AccessTokenIssued', data: { hash, agentId, roles, name, ...(expiresAt === undefined ? {} : { expiresAt }) } }];
};

const issuing: CommandSpec<AccessToken, IssueAccessToken, AccessTokenEvent> = {
  command: IssueAccessToken,
  creates: 'fresh',
  decide: issue,
};

/** Streams `accessToken-<id>`. */
export const accessTokenDecider: Decider<AccessToken, AccessTokenEvent> = {
  category: 'accessToken',
  version: 1,
  evolve: (_state, event) => event.data,
  commands: { IssueAccessToken: issuing },
};
