/** Milliseconds that read models may stand still before a command waits for them no longer: many times what the largest batch takes, or another projector to take over. */
export const STANDSTILL_MS_MAX = 60_000;

/** Watches whether read models come nearer to the log's end: a projector waits for a store for ever, but a command does not. */
export class Standstill {
  #left: number | undefined;
  #standsMs = 0;

  /** `lookMs`: milliseconds between two looks. They are counted, not timed, so that a command that was itself suspended has not waited meanwhile. */
  constructor(private readonly lookMs: number) {}

  /** With each look: true when the read models have had so many events before them for STANDSTILL_MS_MAX. */
  lasts(left: number): boolean {
    this.#standsMs = left === this.#left ? this.#standsMs + this.lookMs : 0;
    this.#left = left;
    return this.#standsMs >= STANDSTILL_MS_MAX;
  }
}
