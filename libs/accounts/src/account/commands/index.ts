import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ROLES, type Role } from '@docket/access';
import { LOGIN_LENGTH_MAX, REASON_LENGTH_MAX } from '../../limits.js';

/** Gives a person an account: an agent, or a customer who signs in to see their own tickets. Its id is the person's. */
export class CreateAccount {
  @IsOptional()
  @IsUUID()
  agentId?: string;

  @IsOptional()
  @IsUUID()
  customerId?: string;

  /** Unique, whatever its case: what one signs in with. */
  @IsString()
  @MinLength(1)
  @MaxLength(LOGIN_LENGTH_MAX)
  login!: string;

  /** A customer's account has the one role `requester`, and needs not say it; an agent's has one or more of the others. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];
}

/** Changes what is given. Other roles hold at once, for the account's tokens and sessions too. */
export class ChangeAccount {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LOGIN_LENGTH_MAX)
  login?: string;

  /** All roles from now on. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];
}

/** Nobody signs in with it any more; its sessions end, its tokens are refused. */
export class SuspendAccount {
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(REASON_LENGTH_MAX)
  reason?: string;
}

export class ResumeAccount {}

/** Says that the account has another password from now on. The password itself, and what it is checked by, is never in the log. */
export class RecordPassword {
  /** Under which it is kept, outside the log. */
  @IsUUID()
  credentialId!: string;

  /** The one that it takes the place of, as far as its sender knows; absent: the account has none yet. */
  @IsOptional()
  @IsUUID()
  replaces?: string;
}
