import { type Clock } from './clock.js';
import { type Faults } from './faults.js';
import { type Log } from './log.js';
import { type Subscriptions } from './subscriptions.js';

/** What the calls work on. */
export interface Service {
  readonly log: Log;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly subscriptions: Subscriptions;
  /** Ends the connection of this peer ("address:port") without a word. */
  readonly cut: (peer: string) => void;
}
