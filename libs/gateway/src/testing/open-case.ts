import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDateString,
  IsEmail,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsNotIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { Nullable } from '../validation/nullable.js';

export class Person {
  @IsString()
  @Length(1, 20)
  name!: string;

  @IsOptional()
  @IsEmail()
  email?: string;
}

/** An input with every kind of decorator that an input may carry. */
export class OpenCase {
  @IsString()
  @MinLength(2)
  @MaxLength(5)
  subject!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => Person)
  requester!: Person;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Person)
  watchers?: Person[];

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  tags?: string[];

  @IsOptional()
  @IsIn(['P1', 2, true, null])
  mixed?: unknown;

  @Nullable()
  @IsUUID('7')
  agentId?: string | null;

  @IsOptional()
  @IsISO8601({ strict: true })
  at?: string;

  @IsOptional()
  @IsDateString()
  on?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10)
  count?: number;

  @IsOptional()
  @IsNumber()
  amount?: number;

  @IsOptional()
  @IsBoolean()
  urgent?: boolean;

  @IsOptional()
  @Matches(/^[a-z]+$/i)
  @Matches(/b/)
  login?: string;

  @IsOptional()
  @IsTimeZone()
  zone?: string;

  @IsOptional()
  @IsNotEmpty()
  @IsNotIn(['x', 1])
  anything?: unknown;

  @IsOptional()
  @IsObject()
  custom?: Record<string, unknown>;
}

/** The least that is right. */
export const rightCase = { subject: 'abc', requester: { name: 'A' } };
