import type { Actor, StreamEvent } from '@docket/event-store';
import type { Refusal } from './refusal.js';

/** A fact that a decision gave: it becomes an event when it is stamped and appended. */
export interface Fact<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
  /** When it happened in the world, if not now (ISO 8601, UTC). */
  readonly occurredAt?: string;
}

/** The fact of an event type: `FactOf<TicketEvent>` is the union of what may be decided. */
export type FactOf<Event extends StreamEvent> = Event extends StreamEvent<infer Type, infer Data extends object> ? Fact<Type, Data> : never;

/** What a decision gives: facts (none: nothing changes), or a refusal. */
export type Decision<Event extends StreamEvent> = readonly FactOf<Event>[] | Refusal;

/** All that a decision may know beside the state and the command. The same context decides the same. */
export interface DecisionContext {
  /** ISO 8601, UTC, milliseconds: the executor's clock, never below the stream's last recordedAt. */
  readonly now: string;
  readonly actor: Actor;
  readonly commandId: string;
  /** The id of the stream's subject: `<uuid>` of `ticket-<uuid>`. */
  readonly target: string;
  /** IANA name of the service's time zone. */
  readonly timeZone: string;
  /** An id derived from the command's id and the label: the same at every repetition. */
  newId(label: string): string;
  /** For ids that a decision must know without being told: the shipped workflow's. */
  readonly identities: Identities;
  /** The state of a stream that `references` named; undefined where the stream is absent. */
  reference<State>(fold: StreamFold<State>, id: string): State | undefined;
  /** The number that was taken for the command (`takesNumber`). */
  readonly number: string | undefined;
  /** The target's id of the command that `requires` named, by its label. */
  required(label: string): string | undefined;
}

/** How the events of one kind of stream become a state. */
export interface StreamFold<State, Event extends StreamEvent = StreamEvent> {
  /** The prefix of its streams: `ticket` of `ticket-<id>`. */
  readonly category: string;
  /** Changes whenever evolve does. */
  readonly version: number;
  evolve(state: State | undefined, event: Event): State;
}

/** Another stream whose state a decision names. */
export interface Reference {
  readonly fold: StreamFold<unknown>;
  readonly id: string;
}

/** A name that must be unique among the streams of a kind. */
export interface Claim {
  /** What is claimed: `login`, `teamName`. */
  readonly kind: string;
  /** Normalised: two names that people would take for the same are the same text. */
  readonly name: string;
  /** The command's field that a refusal names; default: the kind. */
  readonly field?: string;
}

/** A serial in a series, and how the whole number reads. */
export interface NumberSeries {
  /** The stream whose revisions are the serials: `ticketNumber-20240520`. */
  readonly stream: string;
  /** From the 1-based serial to the number. */
  format(serial: number): string;
}

/** A command of another decider that must have been executed before this one; its id is derived, so it happens once. */
export interface Requirement {
  readonly label: string;
  readonly decider: AnyDecider;
  readonly command: object;
  /** The target's id; absent for a creating command. */
  readonly target?: string;
}

/** Ids that do not depend on chance. */
export interface Identities {
  /** UUID from HMAC-SHA256(store's secret, kind ‖ 0x00 ‖ text): personal text never stands in an id. */
  fromSecret(kind: string, text: string): string;
  /** UUID v5 of the log's id and a name: what a first start makes. */
  shipped(name: string): string;
}

/** One command of a decider. `State` and `Command` are bivariant on purpose (method signatures). */
export interface CommandSpec<State, Command extends object, Event extends StreamEvent> {
  /** The class with class-validator decorators: REST body, GraphQL input and message on the CommandBus. */
  readonly command: new () => Command;
  decide(state: State | undefined, command: Command, context: DecisionContext): Decision<Event>;
  /** Creates its stream. `fresh`: a new id (v7, or derived from the command's id where it has a key); else the id that it gives. */
  readonly creates?: 'fresh' | { id(command: Command, identities: Identities): string | undefined };
  references?(state: State | undefined, command: Command, identities: Identities): readonly Reference[];
  requires?(state: State | undefined, command: Command, identities: Identities): readonly Requirement[];
  /** Asked only when the stream is absent; undefined: this one takes none. */
  takesNumber?(command: Command, context: Pick<DecisionContext, 'now' | 'timeZone'>): NumberSeries | undefined;
  /** Names that the stream holds after the command and must not share. */
  claims?(state: State | undefined, command: Command): readonly Claim[];
}

/** A kind of stream: how its state is folded and how each of its commands is decided. */
export interface Decider<State = unknown, Event extends StreamEvent = StreamEvent> extends StreamFold<State, Event> {
  /** The event types with which its streams begin, and which stand nowhere else. Without them its history can't be recorded (`recordHistory`). */
  readonly beginsWith?: readonly Event['type'][];
  readonly commands: { readonly [name: string]: CommandSpec<State, object, Event> };
  /** The claims that a state holds: a name that is not among them any more is free again. */
  holds?(state: State): readonly Claim[];
  /** The id of the stream that this one only points to (a customer's second address: `CustomerJoined {into}`). A command for this stream is
   *  executed on that one: it is loaded and decided there, and its id is the outcome's `target`, so also what `required` gives. */
  follows?(state: State): string | undefined;
}

export type AnyDecider = Decider;
