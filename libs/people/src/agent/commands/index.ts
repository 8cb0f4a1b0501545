import { Type } from 'class-transformer';
import { IsBoolean, IsEmail, IsObject, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Nullable } from '@docket/gateway';
import { ExternalRefInput, NOT_BLANK } from '../../commands/details.js';
import { LOGIN_LENGTH_MAX, NAME_LENGTH_MAX } from '../../domain/limits.js';

/** Makes an agent. */
export class CreateAgent {
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(NAME_LENGTH_MAX)
  name!: string;

  /** Unique, whatever its case. Without one the agent cannot sign in. */
  @IsOptional()
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LOGIN_LENGTH_MAX)
  login?: string;

  @IsOptional()
  @IsEmail()
  email?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExternalRefInput)
  externalRef?: ExternalRefInput;
}

/** Changes what is given; null takes a login or an e-mail address away. */
export class ChangeAgent {
  @IsOptional()
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(NAME_LENGTH_MAX)
  name?: string;

  @Nullable()
  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(LOGIN_LENGTH_MAX)
  login?: string | null;

  @Nullable()
  @IsEmail()
  email?: string | null;

  @IsOptional()
  @IsBoolean()
  active?: boolean;
}
