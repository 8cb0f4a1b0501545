import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { BODY_LENGTH_MAX } from '../domain/limits.js';
import {
  AUTHOR_KINDS,
  DIRECTIONS,
  TEXT_FORMATS,
  VISIBILITIES,
  type AuthorKind,
  type Direction,
  type TextFormat,
  type Visibility,
} from '../domain/vocabulary.js';
import { Dated } from './dated.js';
import { Emails, Key, Text } from './decorators.js';

/** Whose words they are. Without an id: the ticket's requester, or whoever sends the command. */
export class AuthorInput {
  @IsIn(AUTHOR_KINDS)
  kind!: AuthorKind;

  @IsOptional()
  @IsUUID()
  id?: string;
}

/** Adds a reply (public) or a note among those who work on the ticket (internal). */
export class CommentOnTicket extends Dated {
  @Text(BODY_LENGTH_MAX)
  body!: string;

  @IsIn(VISIBILITIES)
  visibility!: Visibility;

  /** Default `plain`. */
  @IsOptional()
  @IsIn(TEXT_FORMATS)
  format?: TextFormat;

  /** `in`: from the requester's side; `out`: to it. Default: by the author. */
  @IsOptional()
  @IsIn(DIRECTIONS)
  direction?: Direction;

  /** Default `api`. */
  @IsOptional()
  @Key()
  channel?: string;

  /** Default: whoever sends the command. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AuthorInput)
  author?: AuthorInput;

  /** Written by no person; such an answer does not count as a response. */
  @IsOptional()
  @IsBoolean()
  automatic?: boolean;

  /** The messageId that it answers. */
  @IsOptional()
  @IsUUID()
  inReplyTo?: string;

  @Emails()
  to?: string[];

  @Emails()
  cc?: string[];
}
