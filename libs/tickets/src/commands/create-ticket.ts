import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsNotEmpty, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { ExternalRefInput } from '@docket/people';
import { BODY_LENGTH_MAX, NAME_LENGTH_MAX, SUBJECT_LENGTH_MAX, TAGS_MAX } from '../domain/limits.js';
import { LEVEL_INPUTS, PRIORITIES, type LevelInput, type Priority } from '../domain/priority.js';
import { TEXT_FORMATS, type TextFormat } from '../domain/vocabulary.js';
import { AffectedInput, AssigneeInput, ProblemStartInput } from './circumstances.js';
import { Dated } from './dated.js';
import { Key, Remark, Text } from './decorators.js';
import { RequesterInput } from './requester.js';

/** Opens a ticket. */
export class CreateTicket extends Dated {
  @Text(SUBJECT_LENGTH_MAX)
  subject!: string;

  @Text(BODY_LENGTH_MAX)
  description!: string;

  /** Of the description; default `plain`. */
  @IsOptional()
  @IsIn(TEXT_FORMATS)
  format?: TextFormat;

  @IsObject()
  @ValidateNested()
  @Type(() => RequesterInput)
  requester!: RequesterInput;

  /** Default `incident`. */
  @IsOptional()
  @Key()
  type?: string;

  /** A path from the general to the particular: `["hardware", "laptop"]` or `hardware/laptop`. */
  @IsOptional()
  @IsNotEmpty()
  category?: string[] | string;

  /** How many are hit: 1 (`high`), 2 (`medium`), 3 (`low`). With urgency it gives the priority by the matrix. */
  @IsOptional()
  @IsIn(LEVEL_INPUTS)
  impact?: LevelInput;

  /** How soon it hurts, as the requester sees it: 1 (`high`), 2 (`medium`), 3 (`low`). */
  @IsOptional()
  @IsIn(LEVEL_INPUTS)
  urgency?: LevelInput;

  /** What it keeps people from doing. */
  @Remark()
  impactText?: string;

  /** By hand. Without it the matrix decides, and where it cannot: P3. */
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @Text(NAME_LENGTH_MAX, { each: true })
  tags?: string[];

  /** The road on which it was reported: `phone`, `email`, `portal` …; default `api`. */
  @IsOptional()
  @Key()
  channel?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProblemStartInput)
  problemStartedAt?: ProblemStartInput;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AffectedInput)
  affected?: AffectedInput;

  /** What it runs on, in words. */
  @Remark()
  environment?: string;

  /** The ticket's own id where it comes from. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExternalRefInput)
  externalRef?: ExternalRefInput;

  /** Keys of letters, digits and underscores; values are texts, numbers, true, false, or lists of these. */
  @IsOptional()
  @IsObject()
  customFields?: Record<string, unknown>;

  /** Who has it from the start. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AssigneeInput)
  assignee?: AssigneeInput;
}
