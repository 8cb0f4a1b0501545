import type { EventStore } from '@docket/event-store';
import type { Wait } from './append-surely.js';
import type { Clock } from './clock.js';
import type { Identities } from './decider.js';
import type { EventTypes } from './event-types.js';
import type { CachedStreamLoader } from './stream-loader.js';
import type { Turns } from './turns.js';

/** What every execution works with. */
export interface Workings {
  readonly store: Pick<EventStore, 'append' | 'readStream'>;
  readonly loader: CachedStreamLoader;
  readonly clock: Clock;
  readonly identities: Identities;
  readonly types: EventTypes;
  readonly timeZone: string;
  readonly wait: Wait;
  readonly turns: Turns;
}
