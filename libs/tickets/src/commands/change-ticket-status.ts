import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { Instant } from '@docket/gateway';
import { NAME_LENGTH_MAX } from '../domain/limits.js';
import {
  CONFIRMATIONS,
  REOPENING_TRIGGERS,
  RESOLUTION_KINDS,
  WAITING_ON,
  type Confirmation,
  type ReopeningTrigger,
  type ResolutionKind,
  type WaitingOn,
} from '../domain/vocabulary.js';
import { Dated } from './dated.js';
import { Key, Remark, Text } from './decorators.js';

export class ResolutionInput {
  @Remark()
  cause?: string;

  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  causeCode?: string;

  @Remark()
  solution?: string;

  @IsOptional()
  @IsIn(RESOLUTION_KINDS)
  kind?: ResolutionKind;
}

export class ClosingInput {
  @Remark()
  summary?: string;

  @IsIn(CONFIRMATIONS)
  confirmation!: Confirmation;
}

/** Moves a ticket as its workflow allows; resolving, closing and reopening are moves too. */
export class ChangeTicketStatus extends Dated {
  /** new, open, pending, on_hold, resolved, closed, or what the workflow has. */
  @Key()
  status!: string;

  @Remark()
  reason?: string;

  /** For a status that waits. */
  @IsOptional()
  @IsIn(WAITING_ON)
  waitingOn?: WaitingOn;

  /** For a status that waits: when it shall go on. */
  @IsOptional()
  @Instant()
  until?: string;

  /** For a status that is resolved or closed. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ResolutionInput)
  resolution?: ResolutionInput;

  /** For a status that is closed. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ClosingInput)
  closing?: ClosingInput;

  /** For a reopening: what brought it back; default `hand`. */
  @IsOptional()
  @IsIn(REOPENING_TRIGGERS)
  trigger?: ReopeningTrigger;
}
