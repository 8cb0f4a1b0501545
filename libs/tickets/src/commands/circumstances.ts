import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Instant } from '@docket/gateway';
import { NAME_LENGTH_MAX } from '../domain/limits.js';
import { PRECISIONS, type Precision } from '../domain/vocabulary.js';
import { Text } from './decorators.js';

export class AssigneeInput {
  @IsOptional()
  @IsUUID()
  agentId?: string;

  @IsOptional()
  @IsUUID()
  teamId?: string;
}

export class AffectedInput {
  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  service?: string;

  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  module?: string;

  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  version?: string;

  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  asset?: string;

  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  location?: string;
}

export class ProblemStartInput {
  @Instant()
  at!: string;

  /** How exactly it is known; default `minute`. */
  @IsOptional()
  @IsIn(PRECISIONS)
  precision?: Precision;
}
