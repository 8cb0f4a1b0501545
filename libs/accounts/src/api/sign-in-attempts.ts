import { Injectable } from '@nestjs/common';
import { FixedWindow, Tally } from '@docket/access';
import { isRefusal, refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { FAILED_SIGN_INS_MS, FAILED_SIGN_INS_OF_ADDRESS_MAX, FAILED_SIGN_INS_OF_LOGIN_MAX } from '../limits.js';
import { busy } from './busy.js';

/** Failures of one kind, and attempts under way that may become some. */
class Failures {
  private readonly window: FixedWindow;
  private readonly underWay = new Tally();

  constructor(private readonly max: number) {
    // Not by the clock, which may be set back: who is kept out would be so for as much longer.
    this.window = new FixedWindow({ max, windowMs: FAILED_SIGN_INS_MS, now: () => performance.now() });
  }

  /** 0: somebody may try, as soon as there is room. */
  blockedMs(key: string): number {
    return this.window.blockedMs(key);
  }

  /** Could one more be one failure too many? */
  isFull(key: string): boolean {
    return this.window.counted(key) + this.underWay.of(key) >= this.max;
  }

  begin(key: string): void {
    this.underWay.add(key);
  }

  end(key: string): void {
    this.underWay.remove(key);
  }

  fail(key: string): void {
    this.window.count(key);
  }

  forget(key: string): void {
    this.window.forget(key);
  }
}

/** Failed sign-ins of this process, by login and address together (so nobody locks somebody else out from elsewhere) and by address. Whether the login is
 *  somebody's makes no difference. */
@Injectable()
export class SignInAttempts {
  private readonly ofLogin = new Failures(FAILED_SIGN_INS_OF_LOGIN_MAX);
  private readonly ofAddress = new Failures(FAILED_SIGN_INS_OF_ADDRESS_MAX);

  /** Lets somebody try, where not too many have failed. What is proved is given; undefined, where nothing is: that is a failure. Those who try at once are not more than those who try
   *  one after the other: whoever would be one too many if all others failed is told to come back. */
  async attempt<Proof extends object>(
    login: string,
    address: string,
    prove: () => Promise<Proof | undefined | Refusal>,
  ): Promise<Proof | undefined | Refusal> {
    const ofLogin = `${address} ${login}`;
    const blockedMs = Math.max(this.ofLogin.blockedMs(ofLogin), this.ofAddress.blockedMs(address));
    if (blockedMs > 0) return tooMany(blockedMs);
    if (this.ofLogin.isFull(ofLogin) || this.ofAddress.isFull(address)) return busy();
    this.ofLogin.begin(ofLogin);
    this.ofAddress.begin(address);
    try {
      const proof = await prove();
      if (proof === undefined) {
        this.ofLogin.fail(ofLogin);
        this.ofAddress.fail(address);
      } else if (!isRefusal(proof)) this.ofLogin.forget(ofLogin);
      return proof;
    } finally {
      this.ofLogin.end(ofLogin);
      this.ofAddress.end(address);
    }
  }
}

const tooMany = (blockedMs: number): Refusal =>
  refuse('signIn.tooMany', 'too many sign-ins have failed: try again later', {
    kind: 'tooMany',
    retryAfterSeconds: Math.ceil(blockedMs / 1_000),
  });
