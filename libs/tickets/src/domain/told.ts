import type { Json } from '@docket/event-store';
import type { TicketAssigned, TicketCreated, TicketEvent, TicketStatusChanged, TicketTriaged } from './events.js';
import { given } from './given.js';

/** One field of a ticket, before and after. null: there was nothing, there is nothing. */
export interface FieldChange {
  /** As in the ticket, nested fields with a dot: `assignee.agentId`, `customFields.site`. */
  readonly field: string;
  readonly from: Json;
  readonly to: Json;
}

/** An event as people are told it: what it changed, what was said, and what else is known of it. */
export interface Told {
  readonly changes: readonly FieldChange[];
  /** Of TicketCommented. */
  readonly comment?: object;
  /** What the event says beside its changes: a reason, a trigger, for whom it waits. */
  readonly details?: object;
  /** The configuration that decided, as it stood: workflow, matrix, rule. */
  readonly decidedBy?: object;
}

/** History and timeline tell every event by this one function. */
export const tell = (event: TicketEvent): Told => {
  switch (event.type) {
    case 'TicketCreated':
      return created(event.data);
    case 'TicketTriaged':
      return triaged(event.data);
    case 'TicketAssigned':
      return assigned(event.data);
    case 'TicketStatusChanged':
      return statusChanged(event.data);
    case 'TicketCommented': {
      const { requesterId: _, ...comment } = event.data;
      return { changes: [], comment };
    }
    case 'TicketFieldChanged':
      return { changes: change(`customFields.${event.data.key}`, event.data.from, event.data.to) };
  }
};

const told = (changes: readonly FieldChange[], details: object, decidedBy: object): Told => ({
  changes,
  ...(Object.keys(details).length === 0 ? undefined : { details }),
  ...(Object.keys(decidedBy).length === 0 ? undefined : { decidedBy }),
});

/** Urgency begins as the requester sees it. */
const created = ({ basis, matrix, workflow, customFields, ...reported }: TicketCreated): Told => {
  const fields = Object.entries(reported as object as Record<string, Json>).flatMap(([field, value]) => change(field, undefined, value));
  const custom = Object.entries(customFields).flatMap(([key, value]) => change(`customFields.${key}`, undefined, value));
  return told([...fields, ...change('urgency', undefined, reported.reportedUrgency), ...custom], { basis }, given({ workflow, matrix }));
};

const triaged = ({ requesterId: _, type, category, impact, urgency, priority, from, matrix, rule, ...details }: TicketTriaged): Told =>
  told(
    [
      ...change('type', from.type, type),
      ...change('category', from.category, category),
      ...change('impact', from.impact, impact),
      ...change('urgency', from.urgency, urgency),
      ...change('priority', from.priority, priority),
    ],
    details,
    given({ matrix, rule }),
  );

const assigned = ({ requesterId: _, agentId, teamId, from, rule, ...details }: TicketAssigned): Told =>
  told([...change('assignee.agentId', from.agentId, agentId), ...change('assignee.teamId', from.teamId, teamId)], details, given({ rule }));

const statusChanged = ({ requesterId: _, from, to, fromCategory, toCategory, workflow, ...details }: TicketStatusChanged): Told =>
  told([...change('status', from, to), ...change('statusCategory', fromCategory, toCategory)], details, { workflow });

/** Nothing where the two are alike. */
const change = (field: string, from: Json | undefined, to: Json | undefined): readonly FieldChange[] =>
  (from ?? null) === (to ?? null) ? [] : [{ field, from: from ?? null, to: to ?? null }];
