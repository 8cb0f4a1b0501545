import type { Affected, Assessment, Assignee, CustomFields, Level, Resolution, WaitingOn } from '@docket/tickets/domain';
import type { StatusCategory } from '@docket/workflow/domain';

/** What one row says of its ticket, in the words of tickets. */
export interface TicketSnapshot {
  readonly status: string;
  readonly statusCategory: StatusCategory;
  readonly waitingOn?: WaitingOn;
  /** Only of a resolved or closed ticket. */
  readonly resolution?: Resolution;
  readonly type: string;
  readonly category: readonly string[];
  readonly impact?: Level;
  readonly urgency?: Level;
  readonly assessment: Assessment;
  readonly assignee: Assignee;
  readonly customFields: CustomFields;
  /** What only a creation can tell. A later change of it has no place but a custom field: `late` has the columns' values for that. */
  readonly subject: string;
  readonly description: string;
  readonly channel: string;
  /** undefined: not known. */
  readonly requesterId: string | undefined;
  readonly affected?: Affected;
  readonly late: CustomFields;
}
