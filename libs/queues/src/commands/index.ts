import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { NotBlank } from '@docket/gateway';
import { TICKET_SORTS, TicketFilter } from '@docket/tickets';
import type { TicketSort } from '@docket/tickets';
import { QUEUE_NAME_LENGTH_MAX } from '../limits.js';

/** Saves a filter under a name. */
export class CreateQueue {
  /** Unique, whatever its case. */
  @IsString()
  @NotBlank()
  @MaxLength(QUEUE_NAME_LENGTH_MAX)
  name!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => TicketFilter)
  filter!: TicketFilter;

  /** Default: what changed last comes first. */
  @IsOptional()
  @IsIn(TICKET_SORTS)
  sort?: TicketSort;
}

/** Changes what is given; a filter is replaced as a whole. */
export class ChangeQueue {
  @IsOptional()
  @IsString()
  @NotBlank()
  @MaxLength(QUEUE_NAME_LENGTH_MAX)
  name?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TicketFilter)
  filter?: TicketFilter;

  @IsOptional()
  @IsIn(TICKET_SORTS)
  sort?: TicketSort;
}

/** Takes a queue out of sight. Its tickets are where they were. */
export class ArchiveQueue {}
