import type { HistoryRow } from '../history-row.js';
import { derivedId } from '../identities.js';

const SOURCE = '018f8c7e-0000-7000-8000-0000000000ff';

/** A row of an old chronicle of berths, named by where it stands there. */
export const chronicled = (
  name: string,
  /** Of 20 May 2024, UTC. */
  time: string,
  facts: HistoryRow['facts'],
): HistoryRow => ({
  commandId: derivedId(SOURCE, name),
  occurredAt: `2024-05-20T${time}Z`,
  actor: { kind: 'import', id: 'chronicle' },
  facts,
});

export const opened: HistoryRow['facts'] = [{ type: 'BerthOpened', data: {} }];
export const closed = (...reasons: readonly string[]): HistoryRow['facts'] =>
  reasons.map((reason) => ({ type: 'BerthClosed', data: { reason } }));
