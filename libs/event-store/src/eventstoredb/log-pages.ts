import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import type { Position, RecordedEvent } from '../event.js';
import { InvalidPosition } from '../failures.js';
import { READ_PAGE_EVENTS_MAX } from '../limits.js';
import { isOffBoundary, readFailure } from './client-failures.js';
import { FROM_LEADER, type Connection } from './connection.js';
import { positionOf, type OwnEvents, type ServerEvent } from './server-event.js';
import { serverPosition } from './server-position.js';

/** What an event of Docket takes in the server's log, in bytes, with all that stands around it: to tell roughly how many follow. */
const ESTIMATED_EVENT_BYTES = 1_000n;

/** Reads of the server's whole log, out of which the events of one log are taken: the client's readAll has no filter. */
export class LogPages {
  /** How far the log has been searched for its last event, and what was found: nothing is searched twice. */
  #searched: { readonly end: Position; readonly head: Position | undefined } | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly own: OwnEvents,
  ) {}

  /** The next events after a position, so many at most. Fails with InvalidPosition where no event of the server stands there. */
  async after(after: Position | undefined, count: number): Promise<RecordedEvent[]> {
    const page: RecordedEvent[] = [];
    let from = after;
    // One more: what the server reads begins with the event at the position itself.
    for (let asked = count + 1; ; asked = READ_PAGE_EVENTS_MAX) {
      const read = await this.#forward(from, asked);
      const last = read.at(-1);
      page.push(...this.own.among(from === undefined ? read : read.filter((event) => positionOf(event) > (from as Position))));
      if (page.length >= count || read.length < asked || !last) return page.slice(0, count);
      from = positionOf(last);
    }
  }

  /** The event that stands at exactly this position. */
  async at(position: Position): Promise<RecordedEvent | undefined> {
    serverPosition(position);
    const read = await this.#forward(position, 1).catch((error: unknown) => {
      if (error instanceof InvalidPosition) return [];
      throw error;
    });
    return this.own.among(read).find((event) => event.position === position);
  }

  /** Whether an event of the server, whosever it is, stands at the position, or the position is beyond the end. */
  async stands(position: Position): Promise<boolean> {
    try {
      await this.#forward(position, 1);
      return true;
    } catch (error) {
      if (error instanceof InvalidPosition) return false;
      throw error;
    }
  }

  /** The position of the log's last event. */
  async head(): Promise<Position | undefined> {
    let end: Position | undefined;
    let before: Position | undefined;
    for (let asked = 1; ; asked = READ_PAGE_EVENTS_MAX) {
      const read = await this.#backward(before, asked);
      end ??= read[0] && positionOf(read[0]);
      for (const event of read) {
        const searched = this.#searched;
        if (searched && searched.end === positionOf(event)) return this.#found(end, searched.head);
        const own = this.own.recorded(event);
        if (own) return this.#found(end, own.position);
      }
      const last = read.at(-1);
      if (!last) return this.#found(end, undefined);
      before = positionOf(last);
    }
  }

  /** The position of the last event of the server's log, whosever it is. */
  async end(): Promise<Position | undefined> {
    const [last] = await this.#backward(undefined, 1);
    return last && positionOf(last);
  }

  /** About how many events follow: 0 at the head only. */
  async countAfter(position: Position | undefined): Promise<number> {
    const head = await this.head();
    if (head === undefined || (position !== undefined && position >= head)) return 0;
    const from = position === undefined ? 0n : serverPosition(position).commit;
    return Math.max(1, Number((serverPosition(head).commit - from) / ESTIMATED_EVENT_BYTES));
  }

  #found(end: Position | undefined, head: Position | undefined): Position | undefined {
    if (end !== undefined) this.#searched = { end, head };
    return head;
  }

  /** Inclusive. A fault inside the server has the same code as a position at which no record begins: that one it is only where the server reads what is
   *  asked otherwise, and then fails again. */
  async #forward(from: Position | undefined, maxCount: number): Promise<ServerEvent[]> {
    try {
      return await this.#readForward(from, maxCount);
    } catch (error) {
      if (from === undefined || !isOffBoundary(error)) throw readFailure(error);
    }
    await this.end();
    try {
      return await this.#readForward(from, maxCount);
    } catch (error) {
      throw isOffBoundary(error) ? new InvalidPosition(from) : readFailure(error);
    }
  }

  async #readForward(from: Position | undefined, maxCount: number): Promise<ServerEvent[]> {
    const fromPosition = from === undefined ? START : serverPosition(from);
    const read = await this.connection.collect((client) => client.readAll({ direction: FORWARDS, fromPosition, maxCount, ...FROM_LEADER }));
    return read.flatMap(({ event }) => event ?? []);
  }

  /** What stands before a position, or at the end; the last first. */
  async #backward(before: Position | undefined, maxCount: number): Promise<ServerEvent[]> {
    const fromPosition = before === undefined ? END : serverPosition(before);
    try {
      const read = await this.connection.collect((client) =>
        client.readAll({ direction: BACKWARDS, fromPosition, maxCount, ...FROM_LEADER }),
      );
      return read.flatMap(({ event }) => (event && (before === undefined || positionOf(event) < before) ? event : []));
    } catch (error) {
      throw readFailure(error);
    }
  }
}
