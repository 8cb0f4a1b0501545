/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type ActorKind = 'agent' | 'requester' | 'automation' | 'integration' | 'import' | 'system';

/** Who caused an event. `onBehalfOf` names the person for whom the actor acted (an agent typing what a caller says). */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
  readonly onBehalfOf?: string;
}

/** What is known of an event beside the fact itself. Times are ISO 8601 in UTC with milliseconds. */
export interface EventMetadata {
  readonly schemaVersion: number;
  /** When Docket took it; never below the stream's last one. */
  readonly recordedAt: string;
  /** When it happened in the world. */
  readonly occurredAt: string;
  readonly actor: Actor;
  /** The road it came by: rest, graphql, cli, mail, console, import, system … */
  readonly via: string;
  readonly commandId: string;
  /** SHA-256 (hex) of the command's canonical JSON: a repeated id with another payload is recognised by it. */
  readonly commandHash?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C Trace Context: the command's place in a trace. Only there where traces are recorded. */
  readonly traceparent?: string;
}

/** An event before it is stored. `id` is a UUID, `type` is not empty; both are checked by every adapter. */
export interface NewEvent<Type extends string = string, Data extends object = object> {
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  readonly metadata: EventMetadata;
}

/** Place in the global order: a string of fixed width whose byte order is the log's order; opaque to clients. */
export type Position = string;

/** An event and its address: all that a fold may see. */
export interface StreamEvent<Type extends string = string, Data extends object = object> extends NewEvent<Type, Data> {
  readonly stream: string;
  /** 0-based and dense within the stream. */
  readonly revision: number;
  readonly position: Position;
}

/** An event as it was read from a store. `digest` is the RFC 6962 leaf hash of its canonical bytes, in hex. */
export interface RecordedEvent<Type extends string = string, Data extends object = object> extends StreamEvent<Type, Data> {
  readonly digest: string;
}
