import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { NotBlank } from '@docket/gateway';
import { ExternalRefInput } from '../../commands/details.js';
import { NAME_LENGTH_MAX, TEAM_MEMBERS_MAX } from '../../domain/limits.js';

/** Makes a team. */
export class CreateTeam {
  /** Unique, whatever its case. */
  @IsString()
  @NotBlank()
  @MaxLength(NAME_LENGTH_MAX)
  name!: string;

  /** Agents' ids. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TEAM_MEMBERS_MAX)
  @IsUUID(undefined, { each: true })
  members?: string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExternalRefInput)
  externalRef?: ExternalRefInput;
}

/** Changes what is given. */
export class ChangeTeam {
  @IsOptional()
  @IsString()
  @NotBlank()
  @MaxLength(NAME_LENGTH_MAX)
  name?: string;

  /** All members from now on, agents' ids. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TEAM_MEMBERS_MAX)
  @IsUUID(undefined, { each: true })
  members?: string[];
}
