import type { ExpectedRevision, Position } from '@docket/event-store';

/** How an append ended for the client who asked for it. */
export type Outcome =
  | { readonly kind: 'ok'; readonly revision: number; readonly position: Position }
  /** Refused, or never sent: nothing was written. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/** One append, as its client saw it. Instants are counted, not measured: of any two that happen in one process one is the smaller. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
  readonly invokedAt: number;
  readonly returnedAt: number;
  readonly outcome: Outcome;
}

/** An event, as the log has it afterwards. */
export interface Logged {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** What many clients asked for, put down while they do. */
export class AppendHistory {
  readonly appends: Append[] = [];
  #instant = 0;

  /** Asks, and puts down when, and how it ended. */
  async record(append: Pick<Append, 'stream' | 'expected' | 'ids'>, ask: () => Promise<Outcome>): Promise<Outcome> {
    const invokedAt = this.#instant++;
    const outcome = await ask();
    this.appends.push({ ...append, invokedAt, returnedAt: this.#instant++, outcome });
    return outcome;
  }

  count(kind: Outcome['kind']): number {
    return this.appends.filter(({ outcome }) => outcome.kind === kind).length;
  }
}
