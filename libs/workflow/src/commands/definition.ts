import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { NotBlank, ProgramWord } from '@docket/gateway';
import {
  STATUSES_MAX,
  STATUS_KEY_LENGTH_MAX,
  STATUS_NAME_LENGTH_MAX,
  TICKET_TYPE_LENGTH_MAX,
  TYPE_RULES_MAX,
  WORKFLOW_NAME_LENGTH_MAX,
} from '../limits.js';
import { STATUS_CATEGORIES } from '../domain/workflow.js';
import type { StatusCategory } from '../domain/workflow.js';

export class StatusInput {
  @IsString()
  @ProgramWord()
  @MaxLength(STATUS_KEY_LENGTH_MAX)
  key!: string;

  @IsString()
  @NotBlank()
  @MaxLength(STATUS_NAME_LENGTH_MAX)
  name!: string;

  @IsIn(STATUS_CATEGORIES)
  category!: StatusCategory;

  @IsOptional()
  @IsBoolean()
  retired?: boolean;
}

export class MovesInput {
  @IsString()
  @MaxLength(STATUS_KEY_LENGTH_MAX)
  from!: string;

  @IsArray()
  @ArrayMaxSize(STATUSES_MAX)
  @IsString({ each: true })
  @MaxLength(STATUS_KEY_LENGTH_MAX, { each: true })
  to!: string[];
}

class RulesInput {
  @IsString()
  @MaxLength(STATUS_KEY_LENGTH_MAX)
  initial!: string;

  @IsArray()
  @ArrayMaxSize(STATUSES_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MovesInput)
  moves!: MovesInput[];
}

export class TypeRulesInput extends RulesInput {
  @IsString()
  @ProgramWord()
  @MaxLength(TICKET_TYPE_LENGTH_MAX)
  type!: string;
}

/** A whole workflow: what is left out is no longer in it. */
export class WorkflowInput extends RulesInput {
  @IsString()
  @NotBlank()
  @MaxLength(WORKFLOW_NAME_LENGTH_MAX)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(STATUSES_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => StatusInput)
  statuses!: StatusInput[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TYPE_RULES_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TypeRulesInput)
  types?: TypeRulesInput[];
}
