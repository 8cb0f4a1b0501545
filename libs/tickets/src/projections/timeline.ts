import { subjectIdOf } from '@docket/event-store';
import type { Actor, Position } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { ticketEventTypes, type TicketEvent } from '../domain/events.js';
import { tell, type FieldChange } from '../domain/told.js';
import { timelineFields } from './fields.js';

export type TimelineKind = 'created' | 'triaged' | 'assigned' | 'statusChanged' | 'commented' | 'fieldChanged';

/** One thing that happened to a ticket, as people read it. */
export interface TimelineEntry {
  readonly ticketId: string;
  readonly kind: TimelineKind;
  /** When it happened. */
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly via: string;
  readonly changes: readonly FieldChange[];
  readonly comment?: object;
  readonly details?: object;
  readonly revision: number;
  readonly position: Position;
}

export const KINDS: Readonly<Record<TicketEvent['type'], TimelineKind>> = {
  TicketCreated: 'created',
  TicketTriaged: 'triaged',
  TicketAssigned: 'assigned',
  TicketStatusChanged: 'statusChanged',
  TicketCommented: 'commented',
  TicketFieldChanged: 'fieldChanged',
};

/** A ticket's entries stand together in this order, one behind the other as they were recorded. */
export const timelinePlace = (ticketId: string, position: Position): string => `${ticketId}/${position}`;

/** The places of all of a ticket's entries: from inclusive, to exclusive (`0` follows `/`). */
export const timelineRange = (ticketId: string): { readonly from: string; readonly to: string } => ({
  from: `${ticketId}/`,
  to: `${ticketId}0`,
});

/** One row an event. What other capabilities say of a ticket in streams of their own joins here by its position. */
export const timeline = {
  name: 'timeline',
  version: '2',
  rows: {
    name: 'timeline',
    meaning: 'One thing that happened to a ticket.',
    fields: timelineFields,
    orders: { place: { by: ({ ticketId, position }) => timelinePlace(ticketId, position) } },
  },
  events: ticketEventTypes.map(({ type }) => type),
  key: ({ position }) => position,
  fold: (_row, event) => entryOf(event),
} as const satisfies Projection<TimelineEntry, TicketEvent>;

/** What a status means is said by its name, and a ticket's longest texts stand in the ticket, which whoever reads its timeline has before them. */
const UNTOLD: ReadonlySet<string> = new Set(['statusCategory', 'description', 'environment', 'impactText', 'format', 'requesterId']);

const entryOf = (event: TicketEvent): TimelineEntry => {
  const { metadata, revision, position } = event;
  const { changes, comment, details } = tell(event);
  return {
    ticketId: subjectIdOf(event.stream),
    kind: KINDS[event.type],
    at: metadata.occurredAt,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    via: metadata.via,
    changes: changes.filter(({ field }) => !UNTOLD.has(field)),
    ...(comment ? { comment } : undefined),
    ...(details ? { details } : undefined),
    revision,
    position,
  };
};
