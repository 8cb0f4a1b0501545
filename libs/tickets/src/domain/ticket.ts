import type { Position } from '@docket/event-store';
import type { ExternalRef } from '@docket/people/domain';
import type { StatusCategory } from '@docket/workflow/domain';
import type { PriorityBasis } from './events.js';
import type { Level, Priority } from './priority.js';
import type {
  Affected,
  Assignee,
  Closing,
  ConfigurationRevision,
  CustomFields,
  ProblemStart,
  Resolution,
  TextFormat,
  WaitingOn,
} from './vocabulary.js';

/** What a ticket looks like: the state that commands are decided on, the row of the read model and the body of the API's answer are this one thing.
 *  The first fields come first in every document, so that they are found in its text without parsing it. */
export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly requesterId: string;
  /** Of its last event. */
  readonly revision: number;
  readonly position: Position;
  readonly subject: string;
  readonly description: string;
  readonly format: TextFormat;
  readonly status: string;
  readonly statusCategory: StatusCategory;
  /** While it is paused. */
  readonly waitingOn?: WaitingOn;
  readonly waitingUntil?: string;
  /** While it is resolved or closed. */
  readonly resolution?: Resolution;
  readonly closing?: Closing;
  readonly priority: Priority;
  readonly basis: PriorityBasis;
  readonly impact?: Level;
  readonly urgency?: Level;
  readonly reportedUrgency?: Level;
  readonly impactText?: string;
  readonly type: string;
  readonly category: readonly string[];
  readonly channel: string;
  readonly assignee: Assignee;
  readonly tags: readonly string[];
  /** As it stood when it last decided about this ticket. */
  readonly workflow: ConfigurationRevision;
  readonly problemStartedAt?: ProblemStart;
  readonly affected?: Affected;
  readonly environment?: string;
  readonly externalRef?: ExternalRef;
  readonly customFields: CustomFields;
  readonly commentCount: number;
  /** Of these, what the requester sees. */
  readonly publicCommentCount: number;
  readonly reopenCount: number;
  /** When it was reported (occurredAt of its creation). */
  readonly createdAt: string;
  /** The latest occurredAt among its events. */
  readonly updatedAt: string;
  /** The first public answer that a person on the agents' side wrote. */
  readonly firstRespondedAt?: string;
  /** Of the present resolution and closing: a reopening takes them away. */
  readonly resolvedAt?: string;
  readonly closedAt?: string;
}
