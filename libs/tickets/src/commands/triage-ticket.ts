import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';
import { LEVEL_INPUTS, PRIORITIES, type LevelInput, type Priority } from '../domain/priority.js';
import { Dated } from './dated.js';
import { Key, Remark } from './decorators.js';

/** Settles what a ticket is and how pressing. What is left out stays as it is. */
export class TriageTicket extends Dated {
  /** By hand. Without it, a change of impact or urgency gives the priority by the matrix. */
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority | null;

  @IsOptional()
  @Key()
  type?: string | null;

  /** `["hardware", "laptop"]` or `hardware/laptop`; null: not known after all. */
  @IsOptional()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  category?: string[] | string | null;

  /** 1 (`high`), 2 (`medium`), 3 (`low`); null: not known after all. */
  @IsOptional()
  @IsIn(LEVEL_INPUTS)
  impact?: LevelInput | null;

  @IsOptional()
  @IsIn(LEVEL_INPUTS)
  urgency?: LevelInput | null;

  @Remark()
  reason?: string;
}
