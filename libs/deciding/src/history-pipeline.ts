import { APPEND_EVENTS_MAX } from '@docket/event-store';
import type { AnyDecider } from './decider.js';
import type { Executor } from './execute.js';
import type { HistoryRow, RowEnd } from './history-row.js';
import { HISTORY_APPENDS_IN_FLIGHT, HISTORY_ROWS_WAITING_MAX } from './limits.js';

export interface HistoryPipelineOptions {
  /** Told of every row once, when it has come to its end. */
  readonly onEnd: (row: HistoryRow, end: RowEnd) => void;
  /** Default HISTORY_APPENDS_IN_FLIGHT. */
  readonly inFlightMax?: number;
  /** Default HISTORY_ROWS_WAITING_MAX. */
  readonly waitingMax?: number;
}

/** The rows of one subject that are waiting while those before them are recorded. */
interface Lane {
  readonly decider: AnyDecider;
  readonly id: string;
  readonly rows: HistoryRow[];
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** Records the rows of many subjects side by side: so that the store can commit them together. Rows of one subject keep their order, and those that come while
 *  it is being written go into its next append together. */
export class HistoryPipeline {
  private readonly lanes = new Map<AnyDecider, Map<string, Lane>>();
  private readonly ready: Lane[] = [];
  private inFlight = 0;
  private waiting = 0;
  private failure: { readonly error: unknown } | undefined;
  private changed: Deferred | undefined;

  constructor(
    private readonly executor: Pick<Executor, 'recordHistory'>,
    private readonly options: HistoryPipelineOptions,
  ) {}

  /** Takes a row in, when there is room for it. Fails with the failure of a row before it: the pipeline is at its end then. */
  async put(decider: AnyDecider, id: string, row: HistoryRow): Promise<void> {
    this.failIfFailed();
    this.enqueue(decider, id, row);
    this.start();
    const { waitingMax = HISTORY_ROWS_WAITING_MAX } = this.options;
    while (this.waiting >= waitingMax) {
      await this.change();
      this.failIfFailed();
    }
  }

  /** Waits until nothing is under way any more: all rows that were taken in have come to their end, or one has failed. Fails with the first failure. */
  async drain(): Promise<void> {
    while (this.inFlight > 0) await this.change();
    this.failIfFailed();
  }

  private enqueue(decider: AnyDecider, id: string, row: HistoryRow): void {
    const lanes = this.lanes.get(decider) ?? new Map<string, Lane>();
    this.lanes.set(decider, lanes);
    const lane = lanes.get(id);
    this.waiting += 1;
    if (lane) {
      lane.rows.push(row);
      return;
    }
    const fresh = { decider, id, rows: [row] };
    lanes.set(id, fresh);
    this.ready.push(fresh);
  }

  private start(): void {
    const { inFlightMax = HISTORY_APPENDS_IN_FLIGHT } = this.options;
    while (this.inFlight < inFlightMax && !this.failure) {
      const lane = this.ready.shift();
      if (!lane) return;
      this.inFlight += 1;
      void this.record(lane);
    }
  }

  /** Never rejects: the failure is told to whoever puts or drains. */
  private async record(lane: Lane): Promise<void> {
    const rows = lane.rows.splice(0, APPEND_EVENTS_MAX);
    try {
      const { ends } = await this.executor.recordHistory(lane.decider, lane.id, rows);
      rows.forEach((row, at) => this.options.onEnd(row, ends[at] as RowEnd));
    } catch (error) {
      this.failure ??= { error };
    }
    this.inFlight -= 1;
    this.waiting -= rows.length;
    if (lane.rows.length > 0) this.ready.push(lane);
    else this.lanes.get(lane.decider)?.delete(lane.id);
    this.start();
    this.changed?.resolve();
    this.changed = undefined;
  }

  /** Until something under way has ended. */
  private async change(): Promise<void> {
    this.changed ??= deferred();
    await this.changed.promise;
  }

  private failIfFailed(): void {
    if (this.failure) throw this.failure.error;
  }
}

const deferred = (): Deferred => {
  let resolve = () => {};
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
};
