import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { EXTERNAL_ID_LENGTH_MAX, EXTERNAL_SYSTEM_LENGTH_MAX } from '../domain/limits.js';

/** At least one character that is no blank. */
export const NOT_BLANK = /\S/;

export class ExternalRefInput {
  @IsString()
  @IsNotEmpty()
  @MaxLength(EXTERNAL_SYSTEM_LENGTH_MAX)
  @Matches(/^[a-z0-9][a-z0-9._-]*$/)
  system!: string;

  @IsString()
  @Matches(NOT_BLANK)
  @MaxLength(EXTERNAL_ID_LENGTH_MAX)
  id!: string;
}
