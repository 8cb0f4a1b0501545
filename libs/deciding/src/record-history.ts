import { APPEND_EVENTS_MAX, InvalidEvent, TooLarge, WrongExpectedRevision, streamOf } from '@docket/event-store';
import type { NewEvent, StreamEvent } from '@docket/event-store';
import { appendSurely } from './append-surely.js';
import { asAppended } from './as-appended.js';
import { instantOf, nowFor } from './clock.js';
import type { Decider } from './decider.js';
import type { Loaded } from './envelope.js';
import { RowCheck } from './history-row.js';
import type { HistoryRow, HistorySoFar, RowEnd } from './history-row.js';
import { CONFLICT_TRIES, STREAM_EVENTS_MAX } from './limits.js';
import type { RecordedCommand } from './recorded-commands.js';
import { isRefusal, refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import type { Snapshot } from './snapshot.js';
import { StreamTooLong } from './stream-loader.js';
import type { Workings } from './workings.js';

/** What became of the rows, and of their stream. */
export interface RecordedHistory<State> {
  /** One for each row, in their order. */
  readonly ends: readonly RowEnd[];
  /** The stream as it is now; undefined: it is absent still, or could not be read to its end. */
  readonly loaded: Loaded<State> | undefined;
}

/** A row that is ready to be appended, and its place among the rows. */
interface ReadyRow {
  readonly at: number;
  readonly events: readonly NewEvent[];
}

/** Records what happened elsewhere in the stream of one subject: rows in their order, as many to an append as fit. A row that the stream holds already is left
 *  alone, a row that can't be recorded is refused, and the others go on. */
export class HistoryRecording<State, Event extends StreamEvent> {
  private readonly ends: (RowEnd | undefined)[];
  private readonly stream: string;
  private readonly beginsWith: readonly string[];
  private rowsAtOnce = APPEND_EVENTS_MAX;

  constructor(
    private readonly workings: Workings,
    private readonly decider: Decider<State, Event>,
    id: string,
    private readonly rows: readonly HistoryRow[],
  ) {
    if (!decider.beginsWith) throw new Error(`${decider.category} does not say with which events its streams begin`);
    // A fact alone takes no name: two streams could hold the same.
    if (decider.holds) throw new Error(`${decider.category} holds names: its streams are made by commands`);
    this.beginsWith = decider.beginsWith;
    this.stream = streamOf(decider.category, id);
    this.ends = rows.map(() => undefined);
  }

  async run(): Promise<RecordedHistory<State>> {
    const { loader, turns } = this.workings;
    for (let tries = 1; tries <= CONFLICT_TRIES; tries += 1) {
      const turn = tries > 1 || turns.isAwaited(this.stream) ? await turns.take(this.stream) : undefined;
      try {
        const { state, revision, position } = await this.recordFrom(await loader.read(this.decider, this.stream));
        return this.recorded(state === undefined ? undefined : { state, revision, position });
      } catch (error) {
        if (error instanceof StreamTooLong) return this.recorded(undefined, tooLong());
        // An agent was faster: what is left is checked again, on what is there now.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      } finally {
        turn?.release();
      }
    }
    const changing = refuse('revision.conflict', 'others changed it again and again while this was recorded');
    return this.recorded(undefined, changing);
  }

  private async recordFrom(from: Snapshot<State>): Promise<Snapshot<State>> {
    let snapshot = from;
    for (;;) {
      const ready = this.nextRows(snapshot);
      if (ready.length === 0) return snapshot;
      snapshot = await this.append(snapshot, ready);
    }
  }

  /** The rows that can go into the next append. Those that can't be recorded, or are already, meet their end on the way. */
  private nextRows(snapshot: Snapshot<State>): readonly ReadyRow[] {
    const check = new RowCheck(this.workings.types, this.beginsWith, nowFor(this.workings.clock, snapshot.recordedAt));
    const ready = new Map<string, ReadyRow>();
    const importedFrom = (source: string) => snapshot.commands.importedFrom(source);
    let soFar: HistorySoFar = { begunAt: snapshot.begunAt, previousAt: '', importedFrom };
    let room = Math.min(APPEND_EVENTS_MAX, STREAM_EVENTS_MAX - snapshot.revision - 1);
    for (const [at, row] of this.rows.entries()) {
      if (ready.size === this.rowsAtOnce) break;
      // The same row twice: the next append will tell.
      if (ready.has(row.commandId)) continue;
      this.ends[at] ??= endOfRecorded(row, snapshot.commands.find(row.commandId));
      if (!this.ends[at]) {
        const events = check.eventsOf(row, soFar);
        if (isRefusal(events)) this.ends[at] = events;
        else if (events.length === 0) this.ends[at] = 'recorded';
        else if (events.length > room && ready.size > 0) break;
        else if (snapshot.revision + 1 + events.length > STREAM_EVENTS_MAX) this.ends[at] = tooLong();
        else {
          ready.set(row.commandId, { at, events });
          room -= events.length;
        }
      }
      if (!isRefusal(this.ends[at])) soFar = rowAfter(soFar, row);
    }
    return [...ready.values()];
  }

  private async append(snapshot: Snapshot<State>, ready: readonly ReadyRow[]): Promise<Snapshot<State>> {
    const { store, wait, loader } = this.workings;
    const { stream, revision } = snapshot;
    const events = ready.flatMap((row) => row.events);
    try {
      // Two imports of one log at once have the same events, but for recordedAt: the store takes the second append for the first one sent again.
      const appended = await appendSurely(store, wait, stream, events, revision < 0 ? 'none' : revision);
      for (const { at } of ready) this.ends[at] = 'recorded';
      return loader.extend(this.decider, snapshot, asAppended(stream, events, revision + 1, appended));
    } catch (error) {
      if (!(error instanceof TooLarge || error instanceof InvalidEvent)) throw error;
      // One of them does not fit, or all together do not: fewer at once show which.
      const [first, ...others] = ready;
      if (first && others.length === 0) this.ends[first.at] = unfit(error);
      this.rowsAtOnce = others.length === 0 ? APPEND_EVENTS_MAX : Math.ceil(ready.length / 2);
      return snapshot;
    }
  }

  /** Rows that have come to no end yet have met this one. */
  private recorded(loaded: Loaded<State> | undefined, rest?: Refusal): RecordedHistory<State> {
    const ends = this.ends.map((end) => {
      if (end !== undefined) return end;
      if (rest !== undefined) return rest;
      throw new Error(`a row of ${this.stream} has come to no end`);
    });
    return { ends, loaded };
  }
}

const endOfRecorded = ({ commandHash }: HistoryRow, recorded: RecordedCommand | undefined): RowEnd | undefined => {
  if (!recorded) return undefined;
  if (commandHash === undefined || recorded.hash === undefined || recorded.hash === commandHash) return 'present';
  return refuse('history.differs', 'another row is recorded in its place');
};

const rowAfter = (soFar: HistorySoFar, row: HistoryRow): HistorySoFar => {
  const previousAt = instantOf(row.occurredAt) ?? '';
  return { ...soFar, begunAt: soFar.begunAt === '' && row.facts.length > 0 ? previousAt : soFar.begunAt, previousAt };
};

const tooLong = (): Refusal => refuse('stream.tooLong', `its history would pass ${STREAM_EVENTS_MAX} events`);

const unfit = (error: TooLarge | InvalidEvent): Refusal =>
  error instanceof TooLarge
    ? refuse('history.tooLarge', error.message, { kind: 'unprocessable' })
    : refuse('history.invalid', error.message, { kind: 'unprocessable', field: error.field });
