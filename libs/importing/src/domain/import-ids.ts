import { commandHashOf, derivedId } from '@docket/deciding';
import type { HistoryRow } from '@docket/deciding';

/** The namespace of the ids that are derived from other systems' logs. */
const IMPORTS = '5f6d4f9a-52a5-4a53-9c0e-6f7a2d0b1c84';

/** The ticket of a case: the same for the same source and case. */
export const ticketIdOf = (source: string, caseName: string): string => derivedId(IMPORTS, JSON.stringify([source, caseName]));

type RowIdentity = Required<Pick<HistoryRow, 'commandId' | 'commandHash' | 'occurredAt'>>;

/** What makes a row of a case this row: its place among them (the first one is 1; what it tells of the opening is a command of its own, 0), and its time. The
 *  rest of a row may be written anew by the source: an end state that stands in every row from the start is another one in a longer log. */
export const identityOf = (source: string, caseName: string, ordinal: number, occurredAt: string): RowIdentity => ({
  commandId: derivedId(IMPORTS, JSON.stringify([source, caseName, ordinal])),
  commandHash: commandHashOf([source, caseName, ordinal, occurredAt]),
  occurredAt,
});
