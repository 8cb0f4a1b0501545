import { Type } from 'class-transformer';
import { IsEmail, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { NotBlank, Nullable } from '@docket/gateway';
import { ExternalRefInput } from '../../commands/details.js';
import { DEPARTMENT_LENGTH_MAX, NAME_LENGTH_MAX, PHONE_LENGTH_MAX } from '../../domain/limits.js';

/** Finds the customer of an e-mail address, or makes one. What is known already is not overwritten; what is not is filled in. */
export class RegisterCustomer {
  @IsOptional()
  @IsString()
  @NotBlank()
  @MaxLength(NAME_LENGTH_MAX)
  name?: string;

  @IsOptional()
  @IsEmail()
  email?: string;

  @IsOptional()
  @IsString()
  @NotBlank()
  @MaxLength(PHONE_LENGTH_MAX)
  phone?: string;

  @IsOptional()
  @IsString()
  @NotBlank()
  @MaxLength(DEPARTMENT_LENGTH_MAX)
  department?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ExternalRefInput)
  externalRef?: ExternalRefInput;
}

/** Changes what is given; null takes it away. Both addresses, the old and the new, lead to the customer from then on. */
export class ChangeCustomer {
  @Nullable()
  @IsString()
  @NotBlank()
  @MaxLength(NAME_LENGTH_MAX)
  name?: string | null;

  @Nullable()
  @IsEmail()
  email?: string | null;

  @Nullable()
  @IsString()
  @NotBlank()
  @MaxLength(PHONE_LENGTH_MAX)
  phone?: string | null;

  @Nullable()
  @IsString()
  @NotBlank()
  @MaxLength(DEPARTMENT_LENGTH_MAX)
  department?: string | null;
}

/** Makes an address lead to a customer. ChangeCustomer asks for it before it is decided; nobody sends it. */
export class JoinAddress {
  @IsEmail()
  email!: string;

  @IsUUID()
  into!: string;
}
