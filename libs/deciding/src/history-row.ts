import type { Actor, EventMetadata, EventType, NewEvent } from '@docket/event-store';
import type { Fact } from './decider.js';
import type { EventTypes } from './event-types.js';
import { eventIdOf } from './identities.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';
import { whenItHappened } from './stamp.js';

/** Something that happened, as another system's log tells it: what it changed in one stream. */
export interface HistoryRow {
  /** Derived by the caller from where the row stands in its source, so that the row is recorded once. A UUID. */
  readonly commandId: string;
  /** SHA-256 (hex) of what makes it this row: another one under the same id is refused, and not taken for the one that is recorded. */
  readonly commandHash?: string;
  /** ISO 8601. */
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly facts: readonly Omit<Fact, 'occurredAt'>[];
}

/** What became of a row; `present`: it had been recorded before. */
export type RowEnd = 'recorded' | 'present' | Refusal;

/** What must be known of a stream to check the next row of its history. */
export interface HistorySoFar {
  /** occurredAt of its first event; '': it has none yet. */
  readonly begunAt: string;
  /** occurredAt of the row before in the same recording; '': this is the first one. */
  readonly previousAt: string;
  /** The latest occurredAt of what the stream holds of the row's source (an importing actor's id); '': it holds nothing of it. */
  readonly importedFrom: (source: string) => string;
}

/** Checks the shape of rows and their order; the workflow is not asked: what happened has happened. */
export class RowCheck {
  constructor(
    private readonly types: EventTypes,
    private readonly beginsWith: readonly string[],
    private readonly now: string,
  ) {}

  /** The row's events, or why it can't be recorded. */
  eventsOf(row: HistoryRow, soFar: HistorySoFar): readonly NewEvent[] | Refusal {
    const occurredAt = whenItHappened(row.occurredAt, this.now);
    if (typeof occurredAt !== 'string') return occurredAt;
    const fault = this.orderFault(row, occurredAt, soFar) ?? this.shapeFault(row);
    if (fault) return fault;
    const { actor, commandId, commandHash } = row;
    const shared = {
      recordedAt: this.now,
      occurredAt,
      actor,
      via: 'import',
      commandId,
      ...(commandHash === undefined ? {} : { commandHash }),
    };
    return row.facts.map(({ type, data }, index) => {
      const metadata: EventMetadata = { schemaVersion: this.types.schemaVersionOf(type), ...shared };
      return { id: eventIdOf(commandId, index), type, data, metadata };
    });
  }

  private orderFault(
    { facts, actor }: HistoryRow,
    occurredAt: string,
    { begunAt, previousAt, importedFrom }: HistorySoFar,
  ): Refusal | undefined {
    if (occurredAt < begunAt) return untimely('occurredAt.beforeBeginning', 'it is said to have happened before its subject came to be');
    if (occurredAt < previousAt) return untimely('occurredAt.beforePrevious', 'it is said to have happened before the row in front of it');
    // What is appended is the last word: a row that comes late would undo those after it.
    if (actor.kind === 'import' && occurredAt < importedFrom(actor.id))
      return untimely('occurredAt.beforeRecorded', 'later rows of its source are recorded already');
    const wrong = facts.findIndex(({ type }, index) => this.beginsWith.includes(type) !== (begunAt === '' && index === 0));
    if (wrong < 0) return undefined;
    return begunAt === '' && wrong === 0
      ? refuse('history.notBegun', `a history begins with ${this.beginsWith.join(' or ')}`, { kind: 'unprocessable' })
      : refuse('history.begunBefore', `${facts[wrong]?.type} stands at the beginning of a history only`, { kind: 'unprocessable' });
  }

  private shapeFault({ facts }: HistoryRow): Refusal | undefined {
    for (const { type, data } of facts) {
      const known = this.types.find(type);
      if (!known) return refuse('history.unknownType', `the event type ${type} is declared nowhere`, { kind: 'unprocessable' });
      const field = unknownField(known, data);
      if (field !== undefined) return refuse('history.unknownField', `${type} has no field ${field}`, { kind: 'unprocessable', field });
    }
    return undefined;
  }
}

const untimely = (code: string, message: string): Refusal => refuse(code, message, { kind: 'invalid', field: 'occurredAt' });

const unknownField = ({ fields }: EventType, data: object): string | undefined =>
  Object.keys(data).find((field) => !Object.hasOwn(fields, field));
