import { WATCH_MS } from './limits.js';

/** Tells listeners when something has changed. While there are any it looks every WATCH_MS (a change stream would need a replica set); what this process changes
 *  itself it tells at once. */
export class Watching {
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #seen: string | undefined;

  /** `marks` gives another text whenever something has changed; a look that fails is made again. */
  constructor(private readonly marks: () => Promise<string>) {}

  watch(listener: () => void): () => void {
    // The same function may be given twice: each is a watch of its own.
    const own = (): void => listener();
    this.#listeners.add(own);
    if (!this.#timer) this.#lookLater(0);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  tell(): void {
    for (const listener of this.#listeners) queueMicrotask(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#seen = undefined;
  }

  #lookLater(ms: number): void {
    this.#timer = setTimeout(() => void this.#look(), ms).unref();
  }

  async #look(): Promise<void> {
    const own = this.#timer;
    try {
      const marks = await this.marks();
      // The first look can't know what was before it: who watches reads once after beginning to.
      if (own === this.#timer && marks !== this.#seen) {
        this.#seen = marks;
        this.tell();
      }
    } catch {
      // Whoever reads next is told why: nothing is known to have changed.
    }
    if (own === this.#timer && this.#listeners.size > 0) this.#lookLater(WATCH_MS);
  }
}
