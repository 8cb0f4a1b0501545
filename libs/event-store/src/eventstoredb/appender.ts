import { ANY, NO_STREAM, jsonEvent, type AppendExpectedRevision, type AppendResult, type JSONEventData } from '@eventstore/db-client';
import type { EncodedEvent } from '../checks.js';
import type { JsonObject, Position } from '../event.js';
import type { ExpectedRevision } from '../event-store.js';
import { OutcomeUnknown, StoreUnavailable } from '../failures.js';
import { APPEND_QUEUE_CHARACTERS_MAX } from '../limits.js';
import { appendFailure } from './client-failures.js';
import type { Connection } from './connection.js';
import { positionText } from './server-position.js';
import { within, type Timing } from './timing.js';
import { Turns } from './turns.js';

/** Appends that the client holds at once. Its stream takes 15 messages without waiting; those that wait when the connection breaks are rejected where nobody
 *  can catch it, and that ends the process. */
export const APPENDS_IN_FLIGHT_MAX = 15;

const serverRevision = (expected: ExpectedRevision): AppendExpectedRevision => {
  if (expected === 'none') return NO_STREAM;
  return expected === 'any' ? ANY : BigInt(expected);
};

/** The client serialises what it is given: it is given what the canonical text says, so that nothing is changed or lost between the two. */
const eventData = ({ before, behind }: EncodedEvent): JSONEventData => {
  const { id, type, data, metadata } = JSON.parse(`${before}0${behind}`) as {
    id: string;
    type: string;
    data: JsonObject;
    metadata: JsonObject;
  };
  return jsonEvent({ id, type, data, metadata });
};

const bytesOf = (events: readonly EncodedEvent[]): number =>
  events.reduce((sum, { before, behind }) => sum + Buffer.byteLength(before) + Buffer.byteLength(behind), 0);

/** Where an append ended. The position is missing where the server does not say it. */
export interface ServerAppended {
  readonly revision: number;
  readonly position: Position | undefined;
}

/** Sends appends, a few at a time and each with a timer of its own. */
export class Appender {
  readonly #turns: Turns;
  #characters = 0;

  constructor(
    private readonly connection: Connection,
    private readonly timing: Timing,
  ) {
    this.#turns = new Turns(APPENDS_IN_FLIGHT_MAX, timing.append_ms);
  }

  /** `serverStream` is the stream's name on the server. Fails as the port's append does. */
  async append(stream: string, serverStream: string, events: readonly EncodedEvent[], expected: ExpectedRevision): Promise<ServerAppended> {
    const characters = events.reduce((sum, { before, behind }) => sum + before.length + behind.length, 0);
    if (this.#characters + characters > APPEND_QUEUE_CHARACTERS_MAX) throw new StoreUnavailable('too much waits for the event store');
    this.#characters += characters;
    return this.#inTurn(stream, serverStream, events, expected).finally(() => (this.#characters -= characters));
  }

  async #inTurn(
    stream: string,
    serverStream: string,
    events: readonly EncodedEvent[],
    expected: ExpectedRevision,
  ): Promise<ServerAppended> {
    await this.#turns.take();
    try {
      const data = events.map(eventData);
      await this.connection.steady();
      const { nextExpectedRevision, position } = await this.#send(serverStream, data, expected);
      return { revision: Number(nextExpectedRevision), position: position && positionText(position) };
    } catch (error) {
      throw appendFailure(error, { stream, expected, bytes: bytesOf(events) });
    } finally {
      this.#turns.giveBack();
    }
  }

  #send(serverStream: string, events: JSONEventData[], expected: ExpectedRevision): Promise<AppendResult> {
    const answer = this.connection.client.appendToStream(serverStream, events, { expectedRevision: serverRevision(expected) });
    return within(answer, this.timing.append_ms, () => {
      // Who does not answer in this time hangs, and with it all that is sent after it.
      void this.connection.renew();
      return new OutcomeUnknown(`the event store did not answer an append within ${this.timing.append_ms} ms`);
    });
  }
}
