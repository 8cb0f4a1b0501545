import type { Clock } from '../clock.js';

/** Time that goes on only when a test says so. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<{ readonly at: number; readonly callback: () => void }>();

  constructor(start: string | number = '2024-05-20T08:00:00.000Z') {
    this.#now = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  wakeAfter(ms: number, callback: () => void): () => void {
    const sleeper = { at: this.#now + ms, callback };
    this.#sleepers.add(sleeper);
    return () => this.#sleepers.delete(sleeper);
  }

  /** Wakes all whose time comes within `ms`, in the order of their times. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = [...this.#sleepers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#sleepers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }

  /** How many wait to be woken. */
  get sleepers(): number {
    return this.#sleepers.size;
  }
}
