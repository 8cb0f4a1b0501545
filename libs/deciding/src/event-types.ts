import { eventType } from '@docket/event-store';
import type { EventType, StreamEvent } from '@docket/event-store';

/** The first event of a log: what its identities are made of. */
export type LogOpened = StreamEvent<'LogOpened', { readonly logId: string; readonly secretCheck: string }>;

/** A stream takes a name, or is going to: it counts when the owner's stream holds the command. */
export type NameClaimed = StreamEvent<
  'NameClaimed',
  {
    /** The id of the stream that takes the name. */
    readonly owner: string;
    /** The command by which it takes it. */
    readonly commandId: string;
    /** The owner's stream was absent when the name was claimed. */
    readonly creating: boolean;
  }
>;

/** A key has been used for a creation that claims names, with the content whose hash is the event's commandHash: it is good for no other content, wherever the
 *  stream is going to be. */
export type KeyBound = StreamEvent<'KeyBound', Record<never, never>>;

/** A command with a key is going to create its stream under another id than its own, to complete what somebody else has only begun.
 *  Binds the key as well. */
export type CreationMoved = StreamEvent<'CreationMoved', { readonly to: string }>;

/** A number has been given away: the event's revision tells which. */
export type NumberTaken = StreamEvent<'NumberTaken', Record<never, never>>;

/** The events that deciding writes itself, beside what deciders decide. */
export const decidingEvents = [
  eventType<LogOpened['data']>()('LogOpened', 1, { logId: 'plain', secretCheck: 'plain' }),
  eventType<NameClaimed['data']>()('NameClaimed', 1, { owner: 'plain', commandId: 'plain', creating: 'plain' }),
  eventType<KeyBound['data']>()('KeyBound', 1, {}),
  eventType<CreationMoved['data']>()('CreationMoved', 1, { to: 'plain' }),
  eventType<NumberTaken['data']>()('NumberTaken', 1, {}),
] as const satisfies readonly EventType[];

/** The event types that the program knows, by name. */
export class EventTypes {
  private readonly types = new Map<string, EventType>();

  constructor(types: readonly EventType[]) {
    for (const type of [...decidingEvents, ...types]) {
      const known = this.types.get(type.type);
      if (known && known !== type) throw new Error(`two event types are called ${type.type}`);
      this.types.set(type.type, type);
    }
  }

  find(type: string): EventType | undefined {
    return this.types.get(type);
  }

  /** Fails for a type that nobody declared: a decision gave it, so it is a mistake of the program. */
  schemaVersionOf(type: string): number {
    const known = this.types.get(type);
    if (!known) throw new Error(`the event type ${type} is declared nowhere`);
    return known.schemaVersion;
  }
}
