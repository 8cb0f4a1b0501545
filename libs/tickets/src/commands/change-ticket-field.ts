import { IsString, Matches, MaxLength } from 'class-validator';
import { Nullable } from '@docket/gateway';
import { CUSTOM_FIELD_KEY_LENGTH_MAX } from '../domain/limits.js';
import { Dated } from './dated.js';

/** Sets a custom field, or takes it away with null. */
export class ChangeTicketField extends Dated {
  @IsString()
  @Matches(/^[a-zA-Z][a-zA-Z0-9_]*$/, { message: '$property must be a letter, then letters, digits or underscores, as in cost_centre' })
  @MaxLength(CUSTOM_FIELD_KEY_LENGTH_MAX)
  key!: string;

  /** A text, a number, true, false, a list of these, or null. */
  @Nullable()
  value?: unknown;
}
