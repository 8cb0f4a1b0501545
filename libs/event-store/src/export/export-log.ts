import type { Position } from '../event.js';
import type { EventReader } from '../event-store.js';
import { logToHead } from '../log-to-head.js';
import { eventLine } from './export-format.js';

/** How far an export has come: its last event. */
export interface ExportPlace {
  /** undefined: nothing is exported yet. */
  readonly position: Position | undefined;
  /** How many events there are up to here. */
  readonly count: number;
  /** Of the last event; '': there is none. */
  readonly digest: string;
}

export const EXPORT_START: ExportPlace = { position: undefined, count: 0, digest: '' };

/** Some lines of an export, and the place behind them. */
export interface ExportPiece {
  readonly text: string;
  readonly place: ExportPlace;
}

/** The lines of the log's events behind a place, up to the log's head, in pieces: one for each page that is read. Ends early when the signal aborts. Fails with
 *  DamagedEvent. */
export async function* exportPieces(
  reader: Pick<EventReader, 'subscribe'>,
  from: ExportPlace,
  signal: AbortSignal,
): AsyncGenerator<ExportPiece, void, void> {
  let { count } = from;
  for await (const events of logToHead(reader, from.position, signal)) {
    let text = '';
    for (const event of events) text += eventLine(event, (count += 1));
    const last = events.at(-1);
    if (last) yield { text, place: { position: last.position, count, digest: last.digest } };
  }
}
