const TICKS_PER_MILLISECOND = 10_000n;
const NANOSECONDS_PER_TICK = 100n;

/** The time of creation, in ticks of 100 ns since 1970. */
export class Clock {
  private offset = BigInt(Date.now()) * TICKS_PER_MILLISECOND - process.hrtime.bigint() / NANOSECONDS_PER_TICK;

  ticks(): bigint {
    return this.offset + process.hrtime.bigint() / NANOSECONDS_PER_TICK;
  }

  /** As after a failover to a machine whose clock is behind. */
  stepBack(milliseconds: number): void {
    this.offset -= BigInt(milliseconds) * TICKS_PER_MILLISECOND;
  }
}
