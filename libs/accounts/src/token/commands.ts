import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { ROLES, type Role } from '@docket/access';
import { Instant, NotBlank } from '@docket/gateway';

/** Characters of a token's name. */
export const TOKEN_NAME_LENGTH_MAX = 100;

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
  @NotBlank()
  @MaxLength(TOKEN_NAME_LENGTH_MAX)
  name!: string;

  @IsOptional()
  @Instant()
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
