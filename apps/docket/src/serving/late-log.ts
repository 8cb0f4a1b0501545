import type { Identities, OpenedLog } from '@docket/deciding';
import { StoreUnavailable } from '@docket/event-store';

/** The log of a process that serves before its event store has answered: until the log is open, whoever needs its id or an id derived from it
 *  hears that the store is unavailable. */
export class LateLog {
  #opened: OpenedLog | undefined;

  readonly identities: Identities = {
    fromSecret: (kind, text) => this.opened.identities.fromSecret(kind, text),
    shipped: (name) => this.opened.identities.shipped(name),
  };

  /** Throws StoreUnavailable until the log is open. */
  get opened(): OpenedLog {
    if (!this.#opened) throw new StoreUnavailable('the log is not open yet');
    return this.#opened;
  }

  open(opened: OpenedLog): void {
    this.#opened = opened;
  }
}
