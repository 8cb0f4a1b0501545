/** The right to be the only one of this process who changes a stream, among those who ask for it. */
export interface Turn {
  /** Lets the next one in. More than once is once. */
  release(): void;
}

/** Queues by stream. Commands on one stream are executed without a turn as long as they do not meet; those that lost a race take turns, and so does who
 *  comes while they wait. So commands of one process on one stream all get through, and nobody pays who is alone. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  isAwaited(stream: string): boolean {
    return this.last.has(stream);
  }

  async take(stream: string): Promise<Turn> {
    const before = this.last.get(stream);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = () => {
        if (this.last.get(stream) === released) this.last.delete(stream);
        resolve();
      };
    });
    this.last.set(stream, released);
    await before;
    return { release };
  }
}
