import { IsIn, IsNotEmpty, IsOptional } from 'class-validator';
import { Nullable } from '@docket/gateway';
import { LEVEL_INPUTS, PRIORITIES, type LevelInput, type Priority } from '../domain/priority.js';
import { Dated } from './dated.js';
import { Key, Remark } from './decorators.js';

/** Settles what a ticket is and how pressing. What is left out stays as it is. */
export class TriageTicket extends Dated {
  /** By hand. Without it, a change of impact or urgency gives the priority by the matrix. */
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority;

  @IsOptional()
  @Key()
  type?: string;

  /** `["hardware", "laptop"]` or `hardware/laptop`; null: not known after all. */
  @Nullable()
  @IsNotEmpty()
  category?: string[] | string | null;

  /** 1 (`high`), 2 (`medium`), 3 (`low`); null: not known after all. */
  @Nullable()
  @IsIn(LEVEL_INPUTS)
  impact?: LevelInput | null;

  @Nullable()
  @IsIn(LEVEL_INPUTS)
  urgency?: LevelInput | null;

  @Remark()
  reason?: string;
}
