import type { ProjectorLogEntry } from '@docket/projecting';

/** What the projector's thread is started with. */
export interface ProjectorData {
  readonly eventsFile: string;
  readonly documentsFile: string;
  readonly logId: string;
  readonly timeZone: string;
}

/** What it says. */
export type FromProjector =
  | { readonly kind: 'started' }
  /** It can't start as things are, and starting it again would not help: one line for whoever starts the program. */
  | { readonly kind: 'cannotStart'; readonly reason: string }
  | { readonly kind: 'log'; readonly entry: ProjectorLogEntry };

/** What it is told. */
export type ToProjector = { readonly kind: 'stop' };
