import { realpathSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';

let known = 0;

/** Counts the commits to any file that this thread has made or has been told of. */
export const knownCommits = (): number => known;

/** Tells the other connections of this process, in whatever thread, that something was committed to a file. */
export class CommitNotice {
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<() => void>();

  constructor(file: string) {
    this.#channel = new BroadcastChannel(`docket documents ${realpathSync(file)}`);
    this.#channel.onmessage = () => {
      known += 1;
      this.#call();
    };
    // A watch alone keeps no process alive.
    this.#channel.unref();
  }

  /** A channel does not hear itself, so this connection's own listeners are called besides; after the commit's own work, so that theirs can't spoil it. */
  committed(): void {
    known += 1;
    this.#channel.postMessage(null);
    if (this.#listeners.size > 0) queueMicrotask(() => this.#call());
  }

  watch(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel.close();
  }

  #call(): void {
    for (const listener of this.#listeners) listener();
  }
}
