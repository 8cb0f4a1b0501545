import type { RefusalKind } from '@docket/deciding';

/** What a code of a refusal says, wherever it is given. */
export interface CodeMeaning {
  /** The kind that it is refused with. What an operation's path names and is not there is always `notFound`. */
  readonly kind: RefusalKind;
  /** A sentence or two for whoever meets it. */
  readonly meaning: string;
  /** What to do. Absent: what one does about any refusal of this kind. */
  readonly advice?: string;
}

/** Codes of a capability's own, each said once: `{ 'queue.archived': { … } }`. */
export type Refusals = Readonly<Record<string, CodeMeaning>>;
