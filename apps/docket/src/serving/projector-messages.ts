import type { ProjectorLogEntry } from '@docket/projecting';
import type { StoreAddresses } from './store-addresses.js';

/** What the projector's thread is started with. */
export interface ProjectorData {
  readonly addresses: StoreAddresses;
  /** The projector's name among those that live at once: the same for each thread of this process. */
  readonly holder: string;
  readonly timeZone: string;
  /** It tells the traces of commands when their events are folded. */
  readonly tracing: boolean;
}

/** What it says. */
export type FromProjector =
  | { readonly kind: 'started' }
  /** Whether it folds, or stands by while another projector does. */
  | { readonly kind: 'duty'; readonly works: boolean }
  /** It can't start as things are, and starting it again would not help: one line for whoever starts the program. */
  | { readonly kind: 'cannotStart'; readonly reason: string }
  | { readonly kind: 'log'; readonly entry: ProjectorLogEntry };

/** What it is told: once to fold, when the log is known, and at last to stop. */
export type ToProjector = { readonly kind: 'fold'; readonly logId: string } | { readonly kind: 'stop' };
