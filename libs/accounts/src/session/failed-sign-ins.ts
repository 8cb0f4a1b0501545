/** Counts what failed, by a key, for a while. Which keys it remembers is bounded: the oldest go first. */
export class Failures {
  private readonly counts = new Map<string, { count: number; readonly until: number }>();

  constructor(
    private readonly max: number,
    private readonly windowMs: number,
    private readonly now: () => number,
    private readonly keysMax = 10_000,
  ) {}

  /** Milliseconds until it may be tried again; 0: now. */
  blockedMs(key: string): number {
    const known = this.counts.get(key);
    return known && known.count >= this.max ? Math.max(0, known.until - this.now()) : 0;
  }

  count(key: string): void {
    const known = this.counts.get(key);
    if (known && known.until > this.now()) {
      known.count += 1;
      return;
    }
    this.counts.delete(key);
    const [oldest] = this.counts.keys();
    if (this.counts.size >= this.keysMax && oldest !== undefined) this.counts.delete(oldest);
    this.counts.set(key, { count: 1, until: this.now() + this.windowMs });
  }

  forget(key: string): void {
    this.counts.delete(key);
  }
}
