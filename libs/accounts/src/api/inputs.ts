import { ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ROLES, type Role } from '@docket/access';
import { AwaitingQuery, Instant, ListQueryParameters, NotBlank } from '@docket/gateway';
import { LOGIN_LENGTH_MAX, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '../limits.js';
import { TOKEN_NAME_LENGTH_MAX } from '../token/commands.js';

export class ListAccounts extends ListQueryParameters {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LOGIN_LENGTH_MAX)
  login?: string;

  @IsOptional()
  @IsBoolean()
  suspended?: boolean;
}

export class GetAccount extends AwaitingQuery {
  @IsUUID()
  id!: string;
}

export class ListAccessTokens extends ListQueryParameters {
  /** The id of the account or agent whose tokens are asked for. */
  @IsOptional()
  @IsUUID()
  owner?: string;
}

/** Who is asking: what a console wants to know first. */
export class GetMe {}

/** Makes a token for a program. It is shown in this one answer. */
export class CreateAccessToken {
  /** What it is for, in a few words. */
  @IsString()
  @NotBlank()
  @MaxLength(TOKEN_NAME_LENGTH_MAX)
  name!: string;

  /** The agent who acts with it, whether the agent has an account or not. */
  @IsOptional()
  @IsUUID()
  agentId?: string;

  /** The account that acts with it: suspended or with other roles, so is the token. */
  @IsOptional()
  @IsUUID()
  accountId?: string;

  /** Default: the account's. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];

  /** When it ends; default: never. */
  @IsOptional()
  @Instant()
  expiresAt?: string;
}

const Password = (): PropertyDecorator => (target, property) => {
  for (const decorate of [IsString(), MinLength(PASSWORD_LENGTH_MIN), MaxLength(PASSWORD_LENGTH_MAX)]) decorate(target, property);
};

export class SetPassword {
  @Password()
  password!: string;
}

export class ChangeOwnPassword {
  @IsString()
  @MaxLength(PASSWORD_LENGTH_MAX)
  current!: string;

  @Password()
  password!: string;
}

export class SignIn {
  @IsString()
  @MinLength(1)
  @MaxLength(LOGIN_LENGTH_MAX)
  login!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(PASSWORD_LENGTH_MAX)
  password!: string;
}

export class SignOut {}
