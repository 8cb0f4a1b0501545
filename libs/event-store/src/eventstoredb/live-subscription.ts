import { START, excludeSystemEvents, streamNameFilter, type AllStreamSubscription, type Filter } from '@eventstore/db-client';
import type { Position } from '../event.js';
import { READ_PAGE_EVENTS_MAX } from '../limits.js';
import { FROM_LEADER, type Connection } from './connection.js';
import type { ServerEvent } from './server-event.js';
import { serverPosition } from './server-position.js';

/** Records that the server looks through at once for those that pass the filter. */
const SEARCH_WINDOW = 1_000;

/** Events that are taken from the server before the consumer asks for them. */
const BUFFERED_EVENTS = 500;

/** Why a subscription is over. */
export interface Ending {
  /** Missing where the server ended it without an error. */
  readonly error?: unknown;
}

const filterFor = (prefix: string): Filter => {
  const window = { maxSearchWindow: SEARCH_WINDOW };
  return prefix === '' ? excludeSystemEvents(window) : streamNameFilter({ prefixes: [prefix], ...window });
};

/** One subscription on the server, from its beginning to its end: it is never mended, a new one takes its place. */
export class LiveSubscription {
  readonly #subscription: AllStreamSubscription;
  readonly #lifetime: AbortSignal;
  readonly #givenUp = (): void => this.#end({});
  #wake: () => void = () => undefined;
  #caughtUp = false;
  #ending: Ending | undefined;

  /** Of what stands after a position in streams of the prefix. */
  constructor(connection: Connection, prefix: string, after: Position | undefined) {
    const fromPosition = after === undefined ? START : serverPosition(after);
    this.#subscription = connection.client.subscribeToAll(
      { fromPosition, filter: filterFor(prefix), ...FROM_LEADER },
      { highWaterMark: BUFFERED_EVENTS },
    );
    this.#subscription.on('readable', () => this.#wake());
    this.#subscription.on('caughtUp', () => {
      this.#caughtUp = true;
      this.#wake();
    });
    // A server that dies gives an error and nothing more; one that ends it in peace gives an end and no error.
    this.#subscription.on('error', (error) => this.#end({ error }));
    this.#subscription.on('end', () => this.#end({}));
    this.#subscription.on('close', () => this.#end({}));
    this.#lifetime = connection.lifetime;
    this.#lifetime.addEventListener('abort', this.#givenUp);
    if (this.#lifetime.aborted) this.#givenUp();
  }

  /** What has come, a page at most. */
  take(): ServerEvent[] {
    const events: ServerEvent[] = [];
    while (events.length < READ_PAGE_EVENTS_MAX) {
      const next = this.#subscription.read() as { readonly event?: ServerEvent } | null;
      if (next === null) return events;
      if (next.event) events.push(next.event);
    }
    return events;
  }

  /** The server has said that it has given all there was. It says so before what it has given is taken: it holds when `take` gives nothing. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  /** Undefined while it goes on. What came before is taken first. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Waits until something has come, or the signal aborts; false: nothing has, for so many milliseconds. */
  async changed(silence_ms: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (changed: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = () => undefined;
        resolve(changed);
      };
      const wake = (): void => settle(true);
      const timer = setTimeout(() => settle(false), silence_ms);
      signal.addEventListener('abort', wake);
      this.#wake = wake;
      if (signal.aborted || this.#ending || this.#subscription.readableLength > 0) wake();
    });
  }

  close(): void {
    this.#lifetime.removeEventListener('abort', this.#givenUp);
    // It may never have begun: then there is nothing to end.
    this.#subscription.unsubscribe().catch(() => undefined);
  }

  #end(ending: Ending): void {
    this.#ending ??= ending;
    this.#wake();
  }
}
