import { IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';

/** Signing in sends it, when the password was right. */
export class StartSession {
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in hexadecimal' })
  hash!: string;

  @IsUUID()
  accountId!: string;

  @IsISO8601({ strict: true })
  expiresAt!: string;

  /** Under which the password is kept that was right. */
  @IsUUID()
  credentialId!: string;
}

export class ContinueSession {}

export class EndSession {
  /** The session that takes its place, where its account has too many. */
  @IsOptional()
  @IsUUID()
  displacedBy?: string;
}
