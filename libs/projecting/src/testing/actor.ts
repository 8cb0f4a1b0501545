/** Something that runs until it comes to a gate, and goes on when its scheduler says so. To crash it, forget it. */
export class Actor {
  #waiting: (() => void) | undefined;
  #arrived: (() => void) | undefined;
  #finished = false;
  #failure: Error | undefined;

  /** To be called between any two steps of the work. */
  readonly gate = (): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting = resolve;
      this.#arrived?.();
    });

  /** Begins the work, which takes its first step when `step` is called. */
  start(work: () => Promise<void>): this {
    const ends = (): void => {
      this.#finished = true;
      this.#arrived?.();
    };
    this.gate()
      .then(work)
      .then(ends, (error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error('the work failed', { cause: error });
        ends();
      });
    return this;
  }

  /** Lets it take one step; false: it has finished. Fails as the work fails. */
  async step(): Promise<boolean> {
    if (!this.#finished) {
      const arrived = new Promise<void>((resolve) => (this.#arrived = resolve));
      const goOn = this.#waiting;
      this.#waiting = undefined;
      goOn?.();
      await arrived;
    }
    if (this.#failure) throw this.#failure;
    return !this.#finished;
  }
}
