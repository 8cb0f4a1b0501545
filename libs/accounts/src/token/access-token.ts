import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { ROLES, type Role } from '@docket/access';
import {
  absentTarget,
  type CommandSpec,
  type Decider,
  type Decision,
  type DecisionContext,
  instantOf,
  type Reference,
  refuse,
  subjectAfter,
  type Subject,
} from '@docket/deciding';
import { eventType, type StreamEvent } from '@docket/event-store';
import { agentFold } from '@docket/people';
import { accountFold } from '../account/domain/account.js';

/** Characters of a token's name. */
export const TOKEN_NAME_LENGTH_MAX = 100;

/** Only the hash of a token is in the log. */
export interface AccessTokenIssuedData {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** The agent who acts with it; or, with `accountId`, the person whose account it is. */
  readonly agentId: string;
  /** What it may do; of an account's token, what the account may do at the time is all that counts of them. */
  readonly roles: readonly Role[];
  /** What it is for, in a few words. */
  readonly name: string;
  /** ISO 8601, UTC; absent: never. */
  readonly expiresAt?: string;
  /** The account whose token it is: suspended or with other roles, so is the token. */
  readonly accountId?: string;
}

export type AccessTokenIssued = StreamEvent<'AccessTokenIssued', AccessTokenIssuedData>;
export type AccessTokenRevoked = StreamEvent<'AccessTokenRevoked'>;
export type AccessTokenEvent = AccessTokenIssued | AccessTokenRevoked;

export const accessTokenEvents = [
  eventType<AccessTokenIssuedData>()('AccessTokenIssued', 1, {
    hash: 'plain',
    agentId: 'plain',
    roles: 'plain',
    name: 'plain',
    expiresAt: 'plain',
    accountId: 'plain',
  }),
  eventType<AccessTokenRevoked['data']>()('AccessTokenRevoked', 1, {}),
] as const;

export interface AccessToken extends Subject, AccessTokenIssuedData {
  readonly revoked: boolean;
}

export const evolveAccessToken = (state: AccessToken | undefined, event: AccessTokenEvent): AccessToken => {
  const subject = subjectAfter(state, event);
  if (event.type === 'AccessTokenIssued') return { ...subject, ...event.data, revoked: false };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  return { ...state, ...subject, revoked: true };
};

/** Puts a token's hash into the log. Its sender keeps the token, and puts the hash on with `withTokenHash`: it is not part of what a repetition is known by. */
export class IssueAccessToken {
  @IsUUID()
  agentId!: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles!: Role[];

  @IsString()
  @Matches(/\S/)
  @MaxLength(TOKEN_NAME_LENGTH_MAX)
  name!: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string;

  @IsOptional()
  @IsUUID()
  accountId?: string;
}

export class RevokeAccessToken {}

const hashOf = Symbol('docket.hashOfToken');
type Hashed = { readonly [hashOf]?: (target: string) => string };

/** Gives a command the hash of its token, as a function of the token's id. A repetition makes another token, and is the same command. */
export const withTokenHash = <Command extends object>(command: Command, hash: (target: string) => string): Command =>
  Object.defineProperty(command, hashOf, { value: hash, enumerable: false });

export const tokenHash = (command: object, target: string): string => {
  const hash = (command as Hashed)[hashOf];
  if (!hash) throw new Error(`${command.constructor.name} was sent without a token's hash`);
  return hash(target);
};

const issue = (state: AccessToken | undefined, command: IssueAccessToken, context: DecisionContext): Decision<AccessTokenEvent> => {
  if (state) return refuse('accessToken.exists', 'this access token has been issued already');
  const { agentId, roles, name, accountId } = command;
  const expiresAt = command.expiresAt === undefined ? undefined : instantOf(command.expiresAt);
  if (command.expiresAt !== undefined && (expiresAt === undefined || expiresAt <= context.now))
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

/** Streams `accessToken-<id>`. */
export const accessTokenDecider: Decider<AccessToken, AccessTokenEvent> = {
  category: 'accessToken',
  version: 2,
  evolve: evolveAccessToken,
  commands: { IssueAccessToken: issuing, RevokeAccessToken: { command: RevokeAccessToken, decide: revoke } },
};
