import type { EventMetadata, NewEvent } from '@docket/event-store';
import { instantOf } from './clock.js';
import type { Fact } from './decider.js';
import type { EventTypes } from './event-types.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/** Where events come from: the part of their metadata that all events of a command share. */
export type Provenance = Pick<
  EventMetadata,
  'actor' | 'via' | 'commandId' | 'commandHash' | 'correlationId' | 'causationId' | 'traceparent'
>;

/** Makes events of a decision's facts: each gets the next id. Refuses a fact that is said to happen later than it is recorded. */
export const stamp = (
  facts: readonly Fact[],
  types: EventTypes,
  provenance: Provenance,
  recordedAt: string,
  idOf: (index: number) => string,
): readonly NewEvent[] | Refusal => {
  const events: NewEvent[] = [];
  for (const [index, { type, data, occurredAt: told }] of facts.entries()) {
    const occurredAt = told === undefined ? recordedAt : whenItHappened(told, recordedAt);
    if (typeof occurredAt !== 'string') return occurredAt;
    const metadata = { schemaVersion: types.schemaVersionOf(type), recordedAt, occurredAt, ...provenance };
    events.push({ id: idOf(index), type, data, metadata });
  }
  return events;
};

/** An occurredAt that was told, checked against now. */
export const whenItHappened = (told: string, now: string): string | Refusal => {
  const occurredAt = instantOf(told);
  if (occurredAt === undefined) {
    return refuse('occurredAt.invalid', 'occurredAt is no instant', { kind: 'invalid', field: 'occurredAt' });
  }
  return occurredAt > now
    ? refuse('occurredAt.future', 'occurredAt lies in the future', { kind: 'invalid', field: 'occurredAt' })
    : occurredAt;
};
