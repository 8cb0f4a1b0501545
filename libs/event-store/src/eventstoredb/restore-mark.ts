import { ANY, BACKWARDS, END, jsonEvent } from '@eventstore/db-client';
import type { JsonObject } from '../event.js';
import { StoreUnavailable } from '../failures.js';
import { isStreamNotFound, readFailure, reasonOf } from './client-failures.js';
import { FROM_LEADER, type Connection } from './connection.js';
import { within, type Timing } from './timing.js';

/** The stream whose metadata bears the mark: it has no events, and is none of the log's. */
const MARKED_STREAM = 'restoring';
/** The field of the metadata. Names without a `$` are free for whoever uses the server. */
const MARK = 'docketRestoring';

/** Says on the server that an export is being restored into the log. It stands in the metadata of a stream, which the server keeps as events of its own: no
 *  reader of the log meets it. */
export class RestoreMark {
  /** The stream in which the server keeps a stream's metadata. */
  readonly #stream: string;

  constructor(
    private readonly connection: Connection,
    private readonly timing: Timing,
    prefix: string,
  ) {
    this.#stream = `$$${prefix}${MARKED_STREAM}`;
  }

  async isSet(): Promise<boolean> {
    try {
      const last = { direction: BACKWARDS, fromRevision: END, maxCount: 1, ...FROM_LEADER } as const;
      const [found] = await this.connection.collect((client) => client.readStream(this.#stream, last));
      return (found?.event?.data as JsonObject | undefined)?.[MARK] === true;
    } catch (error) {
      if (isStreamNotFound(error)) return false;
      throw readFailure(error);
    }
  }

  async set(isRestoring: boolean): Promise<void> {
    await this.connection.steady();
    const metadata = jsonEvent({ type: '$metadata', data: { [MARK]: isRestoring } });
    const answer = this.connection.client.appendToStream(this.#stream, metadata, { expectedRevision: ANY });
    const late = (): StoreUnavailable => new StoreUnavailable(`the event store did not answer within ${this.timing.append_ms} ms`);
    // Whatever became of it, it says the same when it is sent again.
    await within(answer, this.timing.append_ms, late).catch((error: unknown) => {
      throw new StoreUnavailable(`what is being restored can't be marked: ${reasonOf(error)}`, { cause: error });
    });
  }
}
