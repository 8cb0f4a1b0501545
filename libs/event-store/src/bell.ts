import type { HeadWatch } from './follow-log.js';

/** A watch that others ring. What was rung since the last wait counts, so none is missed. */
export class Bell implements HeadWatch {
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(private readonly onClose: (bell: Bell) => void = () => undefined) {}

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async changed(signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) await this.#nextRing(signal);
    this.#rung = false;
  }

  close(): void {
    this.onClose(this);
  }

  #nextRing(signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake);
    });
  }
}
