/** What is said of a piece of work. Nothing that leads to a person: routes as they are written, names of operations, numbers. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** A piece of work that a trace tells of, from its beginning to its end. */
export interface Span {
  /** W3C Trace Context, level 1: what is done on its behalf is told as its part by this. */
  readonly traceparent: string;
  end(attributes?: SpanAttributes, failed?: 'failed'): void;
}

export interface SpanBeginning {
  /** It answers somebody, takes what somebody left, or is a part of such work. */
  readonly kind: 'server' | 'consumer' | 'internal';
  /** W3C Trace Context, as it came; absent or malformed: a new trace begins. */
  readonly parent?: string | undefined;
  /** Milliseconds since 1970; absent: now. */
  readonly beganAt?: number;
  readonly attributes: SpanAttributes;
}

/** Records traces: what was done for a request, where, and how long it took. */
export interface Tracing {
  /** undefined: this trace is not recorded. Never fails. */
  begin(name: string, beginning: SpanBeginning): Span | undefined;
}
