import { IsEmail, IsOptional, IsUUID } from 'class-validator';
import { DEPARTMENT_LENGTH_MAX, NAME_LENGTH_MAX, PHONE_LENGTH_MAX } from '@docket/people';
import { Text } from './decorators.js';

/** Who asks: a customer that is known (`id`), or what is known of a person. */
export class RequesterInput {
  @IsOptional()
  @IsUUID()
  id?: string;

  @IsOptional()
  @Text(NAME_LENGTH_MAX)
  name?: string;

  @IsOptional()
  @IsEmail()
  email?: string;

  @IsOptional()
  @Text(PHONE_LENGTH_MAX)
  phone?: string;

  @IsOptional()
  @Text(DEPARTMENT_LENGTH_MAX)
  department?: string;
}
