/** There are too many before one. */
export class TooManyWaiting extends Error {
  override readonly name = 'TooManyWaiting';
}

/** Lets a few pieces of work run at the same time, and some others wait for their turn. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnceMax: number,
    private readonly waitingMax: number,
  ) {}

  /** Fails with TooManyWaiting at once. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private async turn(): Promise<void> {
    if (this.running < this.atOnceMax) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.waitingMax) throw new TooManyWaiting('too many wait for their turn');
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
