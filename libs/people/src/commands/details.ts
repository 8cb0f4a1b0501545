import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { NotBlank } from '@docket/gateway';
import { EXTERNAL_ID_LENGTH_MAX, EXTERNAL_SYSTEM_LENGTH_MAX } from '../domain/limits.js';

export class ExternalRefInput {
  @IsString()
  @IsNotEmpty()
  @MaxLength(EXTERNAL_SYSTEM_LENGTH_MAX)
  @Matches(/^[a-z0-9][a-z0-9._-]*$/, {
    message: '$property must be lower-case letters, digits, dots, underscores or hyphens, the first a letter or a digit, as in servicenow',
  })
  system!: string;

  @IsString()
  @NotBlank()
  @MaxLength(EXTERNAL_ID_LENGTH_MAX)
  id!: string;
}
