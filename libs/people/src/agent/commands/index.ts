import { Type } from 'class-transformer';
import { IsBoolean, IsEmail, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { NotBlank, Nullable } from '@docket/gateway';
import { ExternalRefInput } from '../../commands/details.js';
import { LOGIN_LENGTH_MAX, NAME_LENGTH_MAX } from '../../domain/limits.js';

/** Makes an agent. */
export class CreateAgent {
  @IsString()
  @NotBlank()
  @MaxLength(NAME_LENGTH_MAX)
  name!: string;

  /** By what the agent is known; unique, whatever its case. One signs in by the login of the account, which has its own. */
  @IsOptional()
  @IsString()
  @NotBlank()
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
  @NotBlank()
  @MaxLength(NAME_LENGTH_MAX)
  name?: string;

  @Nullable()
  @IsString()
  @NotBlank()
  @MaxLength(LOGIN_LENGTH_MAX)
  login?: string | null;

  @Nullable()
  @IsEmail()
  email?: string | null;

  @IsOptional()
  @IsBoolean()
  active?: boolean;
}
