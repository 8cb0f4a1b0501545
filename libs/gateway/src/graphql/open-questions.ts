import type { JsonObject } from '@docket/event-store';

/** What the things of one request ask at once: whoever asks what is being asked already gets the same answer. */
export class OpenQuestions {
  readonly #open = new Map<string, Promise<JsonObject>>();

  ask(question: string, answer: () => Promise<JsonObject>): Promise<JsonObject> {
    const open = this.#open.get(question);
    if (open) return open;
    // Only while it is open: what is asked later may have another answer, and a subscription asks for as long as it stands.
    const asked = answer().finally(() => this.#open.delete(question));
    this.#open.set(question, asked);
    return asked;
  }
}
