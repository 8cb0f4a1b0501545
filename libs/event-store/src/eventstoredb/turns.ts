import { StoreUnavailable } from '../failures.js';
import { APPEND_QUEUE_MAX } from '../limits.js';

interface Waiting {
  readonly goOn: () => void;
  readonly timer: NodeJS.Timeout;
}

/** So many may go on at once; the others wait for their turn in order, but not for ever. */
export class Turns {
  readonly #waiting = new Set<Waiting>();
  #free: number;

  constructor(
    count: number,
    private readonly patience_ms: number,
  ) {
    this.#free = count;
  }

  /** Resolves when it is the caller's turn, who gives it back. Fails with StoreUnavailable when too many wait, or when it takes too long. */
  take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    if (this.#waiting.size >= APPEND_QUEUE_MAX) return Promise.reject(new StoreUnavailable('too many appends wait for the event store'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new StoreUnavailable(`an append waited for its turn for more than ${this.patience_ms} ms`));
      }, this.patience_ms);
      const waiting = { goOn: resolve, timer };
      this.#waiting.add(waiting);
    });
  }

  giveBack(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      clearTimeout(next.timer);
      next.goOn();
      return;
    }
    this.#free++;
  }
}
