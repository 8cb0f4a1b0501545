/** Lets pieces of work run one after another, in the order in which they were asked for. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // Whoever asked for a piece of work hears of its failure; the next one starts all the same.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
