import type { ReadModel } from '@docket/projecting';
import { ANSWERS_AT_ONE_STANDING_LENGTH_MAX } from '../domain/limits.js';

/** How read models stand: what was read of them at one standing is what they hold, as long as they stand so. */
export const standingOf = (...models: readonly ReadModel[]): string =>
  models.map(({ build, position = '' }) => `${build} ${position}`).join(' ');

/** Answers that were read at one standing of the read models. When people look at the same tickets and queues, and nothing has changed meanwhile, they are
 *  read once. As soon as one of the read models moves on, all are forgotten: an answer is never older than the read models are. */
export class AtOneStanding<Answer> {
  private readonly answers = new Map<string, Answer>();
  private standing = '';
  private length = 0;

  constructor(private readonly lengthMax: number = ANSWERS_AT_ONE_STANDING_LENGTH_MAX) {}

  /** undefined: nothing was read for this query at this standing. */
  get(standing: string, query: string): Answer | undefined {
    return standing === this.standing ? this.answers.get(query) : undefined;
  }

  /** `text`: what the answer holds, by which its size is reckoned. */
  put(standing: string, query: string, answer: Answer, { text }: { readonly text: string }): void {
    if (this.get(standing, query)) return;
    const length = query.length + text.length;
    if (standing !== this.standing || this.length + length > this.lengthMax) this.forget(standing);
    if (length > this.lengthMax) return;
    this.answers.set(query, answer);
    this.length += length;
  }

  private forget(standing: string): void {
    this.answers.clear();
    this.length = 0;
    this.standing = standing;
  }
}
