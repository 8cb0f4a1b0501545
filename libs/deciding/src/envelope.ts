import type { Actor, Position } from '@docket/event-store';
import type { StreamFold } from './decider.js';
import type { Soon } from './soon.js';

/** What comes with a command but is not part of it: who, by which road, and how it may be repeated. */
export interface CommandEnvelope {
  readonly actor: Actor;
  readonly via: string;
  /** The target's id. A creating command has none, but where its id is settled already (what a first start makes). */
  readonly target?: string;
  /** `Idempotency-Key`: with actor, operation and target it gives the command's id. Absent: a fresh id. */
  readonly idempotencyKey?: string;
  /** `If-Match`: the revision to which the caller pinned the command. */
  readonly expectedRevision?: number;
  /** The request's id. */
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C Trace Context: whose part the command is, where that is recorded. */
  readonly traceparent?: string;
}

const envelope = Symbol('docket.envelope');

/** Puts the envelope on a command, under a symbol, so unseen by JSON and by validation: the command stays the message on the bus. (By assignment: V8 takes
 *  a microsecond and more to define a property.) */
export const withEnvelope = <Command extends object>(
  command: Command & { [envelope]?: CommandEnvelope },
  value: CommandEnvelope,
): Command => {
  command[envelope] = value;
  return command;
};

export const envelopeOf = (command: object): CommandEnvelope => {
  const value = (command as { [envelope]?: CommandEnvelope })[envelope];
  if (!value) throw new Error(`${command.constructor.name} was dispatched without an envelope`);
  return value;
};

/** A command's end: the state after it, and where it stands in the log. */
export interface Outcome<State = unknown> {
  readonly target: string;
  readonly stream: string;
  readonly state: State;
  readonly revision: number;
  readonly position: Position;
  /** The command's id had been recorded before: this is what was answered then. */
  readonly repeated: boolean;
  /** False: the decision gave no facts; nothing was appended. */
  readonly changed: boolean;
}

/** A stream folded up to some revision. */
export interface Loaded<State = unknown> {
  readonly state: State;
  readonly revision: number;
  readonly position: Position;
}

/** Where Nest's container has the StreamLoader. */
export const STREAM_LOADER = Symbol('docket.StreamLoader');

/** Folds streams through the cache: what was written a moment ago is seen. */
export interface StreamLoader {
  /** undefined: the stream is absent. Fails with StreamTooLong beyond STREAM_EVENTS_MAX. */
  load<State>(fold: StreamFold<State>, id: string): Soon<Loaded<State> | undefined>;
}
