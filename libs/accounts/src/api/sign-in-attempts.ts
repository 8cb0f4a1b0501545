import { Injectable } from '@nestjs/common';
import { FixedWindow } from '@docket/access';
import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { FAILED_SIGN_INS_MS, FAILED_SIGN_INS_OF_ADDRESS_MAX, FAILED_SIGN_INS_OF_LOGIN_MAX } from '../limits.js';

const failures = (max: number): FixedWindow => new FixedWindow({ max, windowMs: FAILED_SIGN_INS_MS, now: Date.now });

/** Failed sign-ins of this process, by login and address together (so nobody locks somebody else out from elsewhere) and by address. Whether the login is
 *  somebody's makes no difference. */
@Injectable()
export class SignInAttempts {
  private readonly ofLogin = failures(FAILED_SIGN_INS_OF_LOGIN_MAX);
  private readonly ofAddress = failures(FAILED_SIGN_INS_OF_ADDRESS_MAX);

  /** Why nobody from there may try now; undefined: somebody may. */
  blocked(login: string, address: string): Refusal | undefined {
    const blockedMs = Math.max(this.ofLogin.blockedMs(keyOf(login, address)), this.ofAddress.blockedMs(address));
    return blockedMs === 0
      ? undefined
      : refuse('signIn.tooMany', 'too many sign-ins have failed: try again later', {
          kind: 'tooMany',
          retryAfterSeconds: Math.ceil(blockedMs / 1_000),
        });
  }

  failed(login: string, address: string): void {
    this.ofLogin.count(keyOf(login, address));
    this.ofAddress.count(address);
  }

  succeeded(login: string, address: string): void {
    this.ofLogin.forget(keyOf(login, address));
  }
}

const keyOf = (login: string, address: string): string => `${address} ${login}`;
