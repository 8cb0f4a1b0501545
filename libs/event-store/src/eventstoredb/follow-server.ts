import type { Position, RecordedEvent } from '../event.js';
import type { Delivery } from '../event-store.js';
import { InvalidPosition, StoreUnavailable } from '../failures.js';
import { READ_PAGE_EVENTS_MAX } from '../limits.js';
import { isEndedByBurst, isOffBoundary, reasonOf } from './client-failures.js';
import type { Ending, LiveSubscription } from './live-subscription.js';
import { positionOf, type ServerEvent } from './server-event.js';
import { backOff, type Timing } from './timing.js';

/** What a server's log is followed by. */
export interface FollowedServer {
  /** A subscription of what stands after a position. */
  subscribe(after: Position | undefined): LiveSubscription;
  /** The events that are the log's. */
  own(events: readonly ServerEvent[]): readonly RecordedEvent[];
  /** The position of the last event on the server, whosever it is. */
  end(): Promise<Position | undefined>;
  /** Whether an event of the server stands at the position. */
  stands(position: Position): Promise<boolean>;
  readonly timing: Timing;
  /** Aborted when the store is closed. */
  readonly closing: AbortSignal;
  warn(message: string): void;
}

/** A subscription that outlives those of the server, which end at any time: a burst of events, a restart, a failover, a client that was given up. Each
 *  goes on behind the last event that was handed out. */
export class Following {
  /** Behind what the next subscription begins: the last event that was handed out, or another's behind which none of the log's was missing. */
  #resume: Position | undefined;
  #delivered: Position | undefined;
  /** The consumer is to be told when it has caught up. */
  #behind = true;
  /** Failures in a row, without an event or a catching up between them. */
  #failures = 0;

  constructor(
    private readonly server: FollowedServer,
    after: Position | undefined,
    private readonly signal: AbortSignal,
  ) {
    this.#resume = after;
    this.#delivered = after;
  }

  async *deliveries(): AsyncGenerator<Delivery, void, void> {
    while (!this.signal.aborted) {
      const ending = yield* this.#untilItEnds();
      if (this.signal.aborted) return;
      if (this.server.closing.aborted) throw new StoreUnavailable('the event store is closed');
      if (ending) await this.#afterEnding(ending);
    }
  }

  /** The deliveries of one subscription; gives how it ended, or undefined where it is to be replaced at once. */
  async *#untilItEnds(): AsyncGenerator<Delivery, Ending | undefined, void> {
    const { server, signal } = this;
    let end: Position | undefined;
    try {
      end = await server.end();
    } catch (error) {
      return { error };
    }
    const live = server.subscribe(this.#resume);
    let confirmed = false;
    let taken = 0;
    try {
      while (!signal.aborted && !server.closing.aborted) {
        const events = live.take();
        if (events.length > 0) {
          taken += events.length;
          const own = this.#takeIn(events);
          this.#behind ||= taken >= READ_PAGE_EVENTS_MAX && !confirmed;
          if (own.length > 0) yield { kind: 'events', events: own };
        } else if (live.caughtUp && !confirmed) {
          confirmed = true;
          this.#failures = 0;
          // It began when this was the end, and has come as far: no event of the log is missing before it.
          if (end !== undefined && (this.#resume === undefined || this.#resume < end)) this.#resume = end;
          if (this.#behind) yield this.#caughtUp();
        } else if (live.ending) {
          return live.ending;
        } else if (!(await live.changed(server.timing.silence_ms, signal)) && (await this.#missesSomething(end))) {
          return undefined;
        }
      }
      return undefined;
    } finally {
      live.close();
    }
  }

  #takeIn(events: readonly ServerEvent[]): readonly RecordedEvent[] {
    this.#failures = 0;
    const last = events.at(-1);
    if (last) this.#resume = positionOf(last);
    const own = this.server.own(events);
    this.#delivered = own.at(-1)?.position ?? this.#delivered;
    return own;
  }

  #caughtUp(): Delivery {
    this.#behind = false;
    return { kind: 'caughtUp', position: this.#delivered };
  }

  /** A subscription may die without a word. Where the server's log has grown since and nothing came, a new one finds out whether the growth was another's. */
  async #missesSomething(endBefore: Position | undefined): Promise<boolean> {
    try {
      const end = await this.server.end();
      return end !== endBefore && (end === undefined || this.#resume === undefined || end > this.#resume);
    } catch {
      // Nobody answers: the next subscription says why.
      return true;
    }
  }

  async #afterEnding({ error }: Ending): Promise<void> {
    // A burst ends live subscriptions whatever the consumer does: the next one reads on at once.
    if (isEndedByBurst(error) && this.#failures === 0) {
      this.#failures = 1;
      return;
    }
    const from = this.#resume;
    if (from !== undefined && isOffBoundary(error) && !(await this.#standsAt(from))) throw new InvalidPosition(from);
    this.#failures++;
    // The first time it may be over already.
    if (this.#failures === 2)
      this.server.warn(
        `the event store is followed again as soon as it answers: ${error === undefined ? 'it ends each subscription' : reasonOf(error)}`,
      );
    await backOff(this.#failures, this.server.timing, AbortSignal.any([this.signal, this.server.closing]));
  }

  async #standsAt(position: Position): Promise<boolean> {
    try {
      return await this.server.stands(position);
    } catch {
      // It can't be told now: it is asked again when the next subscription fails.
      return true;
    }
  }
}
