import type { CommandEnvelope } from '@docket/deciding';

/** What comes with a command on any road, but for who sends it. */
export type Envelope = Omit<CommandEnvelope, 'actor'>;

type Optional = {
  readonly [Field in 'target' | 'idempotencyKey' | 'expectedRevision' | 'traceparent']: CommandEnvelope[Field] | undefined;
};

/** An envelope in which nothing is undefined. (Field by field: V8 copies slowly what is spread.) */
export const newEnvelope = (
  via: string,
  correlationId: string,
  { target, idempotencyKey, expectedRevision, traceparent }: Optional,
): Envelope => {
  const envelope: { -readonly [Field in keyof Envelope]: Envelope[Field] } = { via, correlationId };
  if (target !== undefined) envelope.target = target;
  if (idempotencyKey !== undefined) envelope.idempotencyKey = idempotencyKey;
  if (expectedRevision !== undefined) envelope.expectedRevision = expectedRevision;
  if (traceparent !== undefined) envelope.traceparent = traceparent;
  return envelope;
};
