import type { Position as ServerPosition, ResolvedEvent } from '@eventstore/db-client';
import { digestOf } from '../digest.js';
import type { EventMetadata, Position, RecordedEvent } from '../event.js';
import { InvalidEvent } from '../failures.js';
import { positionText } from './server-position.js';

/** An event as the server gives it, whoever wrote it. */
export type ServerEvent = NonNullable<ResolvedEvent['event']>;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

export const positionOf = ({ position, streamId }: { readonly position?: ServerPosition; readonly streamId: string }): Position => {
  if (!position) throw new Error(`the server gave an event of ${streamId} without its position`);
  return positionText(position);
};

/** Which events of the server are the log's, and what they are there without the prefix. */
export class OwnEvents {
  #warned = false;

  constructor(
    readonly prefix: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** The events that are the log's; those of the server, of other logs, and what is none of Docket's are left out. */
  among(events: readonly ServerEvent[]): RecordedEvent[] {
    return events.flatMap((event) => this.recorded(event) ?? []);
  }

  /** The event as the port has it; undefined where it is not the log's. */
  recorded(event: ServerEvent): RecordedEvent | undefined {
    const { type, streamId, id, revision, data, metadata, isJson } = event;
    if (type.startsWith('$') || streamId.startsWith('$') || !streamId.startsWith(this.prefix)) return undefined;
    if (!isJson || !isObject(data) || !isObject(metadata)) return this.#foreign(event);
    const stream = streamId.slice(this.prefix.length);
    const plain = { id, type, data, metadata: metadata as unknown as EventMetadata, stream, revision: Number(revision) };
    try {
      return { ...plain, position: positionOf(event), digest: digestOf(plain) };
    } catch (error) {
      if (error instanceof InvalidEvent) return this.#foreign(event);
      throw error;
    }
  }

  /** Somebody else writes where the log is: its revisions have a gap there, which verification finds. */
  #foreign({ streamId, revision }: ServerEvent): undefined {
    if (!this.#warned)
      this.warn(
        `event ${revision} of ${streamId} on the server is none of Docket's and is left out; give Docket an EVENTSTORE_PREFIX of its own`,
      );
    this.#warned = true;
    return undefined;
  }
}
