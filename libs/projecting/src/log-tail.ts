import { type Delivery, type EventReader, type Position, type RecordedEvent } from '@docket/event-store';
import { approximateBytes } from './batches.js';
import type { Clock } from './clock.js';
import { TAIL_BYTES_MAX, TAIL_EVENTS_MAX, TAIL_GATHERING_MS } from './limits.js';
import { reasonOf, type ProjectorLog } from './log.js';
import { PageSize } from './page-size.js';
import { pause, retryDelay } from './retry.js';

export interface LogTailOptions {
  readonly events: EventReader;
  readonly clock: Clock;
  readonly log: ProjectorLog;
  /** Default: TAIL_EVENTS_MAX and TAIL_BYTES_MAX. */
  readonly limits?: { readonly events: number; readonly bytes: number };
}

/** The last events of the log, held once for all who follow it in this process: one reader, however many listen. A follower is nothing but its
 *  place; one that falls behind what is held reads the log itself, page by page, at its own pace, so that whoever stops reading costs nothing. */
export class LogTail {
  readonly #options: LogTailOptions;
  readonly #stopping = new AbortController();
  readonly #waiting = new Set<() => void>();
  #held: RecordedEvent[] = [];
  #bytes = 0;
  /** Everything after this position is held; undefined: the tail has not begun. */
  #from: Position | undefined;
  #running: Promise<void> | undefined;

  constructor(options: LogTailOptions) {
    this.#options = options;
  }

  /** Events after a position, then live, in order, until the signal aborts or the tail closes; `caughtUp` in band, as from a store. Fails as a store's
   *  reading does; then the follower begins again where it was. */
  async *subscribe(after: Position | undefined, signal: AbortSignal): AsyncGenerator<Delivery, void, void> {
    this.#running ??= this.#run();
    const size = new PageSize();
    let position = after;
    let behind = true;
    while (!signal.aborted && !this.#stopping.signal.aborted) {
      const events = await this.#after(position, size.events);
      size.saw(events);
      const last = events.at(-1);
      if (last) {
        position = last.position;
        yield { kind: 'events', events };
      } else if (behind && ((await this.#options.events.head()) ?? '') <= (position ?? '')) {
        behind = false;
        yield { kind: 'caughtUp', position };
      } else {
        await this.#more(position, signal);
      }
    }
  }

  /** Ends all who follow. The store stays open. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  #after(position: Position | undefined, limit: number): Promise<readonly RecordedEvent[]> | readonly RecordedEvent[] {
    const place = position ?? '';
    if (this.#from === undefined || place < this.#from)
      return this.#options.events.readAll(position === undefined ? { maxCount: limit } : { after: position, maxCount: limit });
    const start = firstAfter(this.#held, place);
    return this.#held.slice(start, start + limit);
  }

  /** Waits until something stands after the position, or there is nothing to wait for any more. */
  async #more(position: Position | undefined, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#stopping.signal.aborted && !this.#hasAfter(position)) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    }
  }

  #hasAfter(position: Position | undefined): boolean {
    const last = this.#held.at(-1)?.position ?? this.#from;
    return last !== undefined && last > (position ?? '');
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 1; !signal.aborted; failures++) {
      const reason = await this.#read(() => (failures = 1)).then(() => 'the subscription ended', reasonOf);
      if (signal.aborted) return;
      log({ level: 'warn', message: 'following the log is interrupted', reason });
      await pause(clock, retryDelay(failures), signal);
    }
  }

  async #read(took: () => void): Promise<void> {
    const { events, clock } = this.#options;
    const { signal } = this.#stopping;
    if (this.#from === undefined) {
      this.#from = (await events.head()) ?? '';
      this.#wake();
    }
    const begun = this.#held.at(-1)?.position ?? this.#from;
    for await (const delivery of events.subscribe(begun === '' ? undefined : begun, signal)) {
      if (delivery.kind !== 'events') continue;
      took();
      this.#hold(delivery.events);
      this.#wake();
      await pause(clock, TAIL_GATHERING_MS, signal);
    }
  }

  #hold(events: readonly RecordedEvent[]): void {
    const { events: eventsMax, bytes: bytesMax } = this.#options.limits ?? { events: TAIL_EVENTS_MAX, bytes: TAIL_BYTES_MAX };
    for (const event of events) this.#bytes += approximateBytes(event.data);
    const held = this.#held.concat(events);
    let gone = 0;
    while (gone < held.length && (held.length - gone > eventsMax || this.#bytes > bytesMax)) {
      this.#bytes -= approximateBytes((held[gone] as RecordedEvent).data);
      gone += 1;
    }
    if (gone > 0) this.#from = (held[gone - 1] as RecordedEvent).position;
    this.#held = gone > 0 ? held.slice(gone) : held;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** The place of the first event after a position, by halving. */
const firstAfter = (events: readonly RecordedEvent[], position: Position): number => {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as RecordedEvent).position > position) high = middle;
    else low = middle + 1;
  }
  return low;
};
