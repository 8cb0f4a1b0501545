import { bearerToken, FixedWindow } from '@docket/access';
import { RATE_WINDOW_MS } from '../limits.js';
import { problem } from '../problems/problem.js';
import { addressOf } from './client.js';

/** Requests a minute; 0: as many as one likes. */
export interface RateLimits {
  /** From one address, of which nobody has proved who sends them: without a token, with a wrong one, and for what is open to everybody. */
  readonly unauthenticated: number;
  /** With one token that is good. */
  readonly token: number;
}

export const RATE_EXCEEDED = problem(429, 'rate.exceeded', 'too many requests in a minute: wait as long as Retry-After says');

/** A request that was counted. */
export interface Rated {
  /** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10). */
  readonly headers: Readonly<Record<string, string>>;
  /** Set where it is one too many. */
  readonly retryAfterSeconds: number | undefined;
}

const MS_OF_SECOND = 1_000;

/** One of the limits, under the name that clients are told. */
class Rate {
  readonly #window: FixedWindow;
  readonly #policy: string;

  constructor(
    private readonly name: string,
    max: number,
  ) {
    this.#window = new FixedWindow({ max, windowMs: RATE_WINDOW_MS, now: () => performance.now() });
    this.#policy = `"${name}";q=${max};w=${RATE_WINDOW_MS / MS_OF_SECOND}`;
  }

  count(key: string): Rated {
    const { left, resetMs } = this.#window.count(key);
    const seconds = Math.ceil(resetMs / MS_OF_SECOND);
    return {
      headers: { 'ratelimit-policy': this.#policy, ratelimit: `"${this.name}";r=${Math.max(0, left)};t=${seconds}` },
      retryAfterSeconds: left < 0 ? seconds : undefined,
    };
  }
}

/** How many requests came to this process in the present minute, and from whom. A limit that is off costs nothing. */
export class RequestRates {
  readonly #unauthenticated: Rate | undefined;
  readonly #token: Rate | undefined;

  constructor({ unauthenticated, token }: RateLimits) {
    this.#unauthenticated = unauthenticated === 0 ? undefined : new Rate('unauthenticated', unauthenticated);
    this.#token = token === 0 ? undefined : new Rate('token', token);
  }

  /** Of nobody, from an address. undefined: it is not limited. */
  countUnauthenticated(ip: string | undefined): Rated | undefined {
    return this.#unauthenticated?.count(addressOf(ip));
  }

  /** With an `Authorization` that is good. By the token in it, so that another way to write the header changes nothing. */
  countAuthenticated(authorization: string | undefined): Rated | undefined {
    return this.#token?.count(bearerToken(authorization) ?? '');
  }
}
