import { IsOptional } from 'class-validator';
import { Instant } from '@docket/gateway';

/** What every command on a ticket may say: when it happened, if not now. */
export class Dated {
  /** ISO 8601 with its zone; not in the future, and not before the ticket was reported. */
  @IsOptional()
  @Instant()
  occurredAt?: string;
}
