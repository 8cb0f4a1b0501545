import type { LogPlace } from './reading/change-log.js';

/** What an import remembers of one case. */
export interface CaseMemory {
  /** Rows of the case so far, rejected ones too. */
  readonly ordinal: number;
  /** Of the last row that was taken; absent where none was. */
  readonly last?: {
    readonly at: number;
    readonly cells: readonly string[];
  };
  /** Of the ticket; absent until it is there. */
  readonly requesterId?: string;
}

export interface RejectedLine {
  readonly line: number;
  readonly case: string | undefined;
  readonly reason: string;
  /** From when on it can be taken, in milliseconds since 1970; absent: never, as it stands there. */
  readonly until?: number;
}

/** What has been done with a log so far. */
export interface ImportCounts {
  readonly rows: number;
  readonly tickets: number;
  readonly events: number;
  readonly rejected: number;
}

export const NOTHING: ImportCounts = { rows: 0, tickets: 0, events: 0, rejected: 0 };

export const sumOf = (one: ImportCounts, other: ImportCounts): ImportCounts => ({
  rows: one.rows + other.rows,
  tickets: one.tickets + other.tickets,
  events: one.events + other.events,
  rejected: one.rejected + other.rejected,
});

/** Where a ticket's stream ended. */
export interface RecordedTicket {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
}

/** How far an import has come in a file. */
export interface ImportProgress extends ImportCounts {
  /** Everything before it is done. */
  readonly place: LogPlace;
  /** Of the file's bytes around the place: shows whether a file begins as this one did. */
  readonly fingerprint: string;
  /** Of the mapping that the rows were read by. */
  readonly mapping: string;
  /** The ticket that was recorded last, as it was then: shows whether the event log still holds what was imported. Absent: none was. */
  readonly last?: RecordedTicket;
  /** From when on the first of the rows can be taken that were rejected for now, in milliseconds since 1970; absent: there are none. */
  readonly until?: number;
}

export interface MemoryChanges {
  readonly progress: ImportProgress;
  readonly cases: ReadonlyMap<string, CaseMemory>;
  /** People who are there now, by their keys. */
  readonly people: readonly string[];
  readonly rejected: readonly RejectedLine[];
}

/** What an import remembers between two runs, and what does not fit in memory. It may be lost: running the import again adds nothing anyway. */
export interface WorkingMemory {
  progress(): ImportProgress | undefined;
  caseOf(name: string): CaseMemory | undefined;
  knowsPerson(key: string): boolean;
  /** All of it or nothing. */
  remember(changes: MemoryChanges): void;
  /** In the order of the file. */
  rejected(): IterableIterator<RejectedLine>;
  /** Forgets the file, its cases and rejected rows, because another file is read, or the file by another mapping. People stay. */
  startOver(): void;
  /** Forgets people, too, because the log may not have them any more. */
  forgetAll(): void;
  close(): void;
}
