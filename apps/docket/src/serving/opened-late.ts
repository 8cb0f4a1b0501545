/** A store on a server that may be away: it is opened by the first call that finds the server there. Calls that come meanwhile share one attempt, and fail as it
 *  fails. */
export class OpenedLate<Store extends { close(): Promise<void> }> {
  readonly #open: () => Promise<Store>;
  readonly #waiting = new Set<(store: Store) => void>();
  #attempt: Promise<Store> | undefined;
  #store: Store | undefined;
  #closed = false;

  constructor(open: () => Promise<Store>) {
    this.#open = open;
  }

  /** undefined until it has been opened. */
  get store(): Store | undefined {
    return this.#store;
  }

  /** Fails as the opening fails; the next call tries again. */
  get(): Promise<Store> {
    this.#attempt ??= this.#try();
    return this.#attempt;
  }

  /** Calls back as soon as it has been opened, at once where it is open; gives the way to call it off. */
  whenOpen(callback: (store: Store) => void): () => void {
    if (this.#store) callback(this.#store);
    else this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    // An attempt that is under way ends by the adapter's own timer; what it opens is closed then.
    await this.#store?.close();
  }

  async #try(): Promise<Store> {
    try {
      const store = await this.#open();
      if (this.#closed) await store.close();
      this.#store = store;
      for (const callback of this.#waiting) callback(store);
      this.#waiting.clear();
      return store;
    } catch (error) {
      this.#attempt = undefined;
      throw error;
    }
  }
}
