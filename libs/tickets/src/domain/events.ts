import { eventType } from '@docket/event-store';
import type { Json, StreamEvent } from '@docket/event-store';
import type { ExternalRef } from '@docket/people/domain';
import type { StatusCategory } from '@docket/workflow/domain';
import type { Level, Priority } from './priority.js';
import type {
  Affected,
  Assignee,
  Author,
  Closing,
  ConfigurationRevision,
  CustomFields,
  Direction,
  ProblemStart,
  ReopeningTrigger,
  Resolution,
  TextFormat,
  Visibility,
  WaitingOn,
} from './vocabulary.js';

/** How a priority came about. */
export type PriorityBasis = 'matrix' | 'hand' | 'rule' | 'default';

export interface TicketCreated {
  /** For people and unique: `20240520-001`. */
  readonly number: string;
  readonly subject: string;
  readonly description: string;
  readonly format: TextFormat;
  readonly requesterId: string;
  readonly channel: string;
  readonly type: string;
  /** A path, from the general to the particular; [] where it is not known yet. */
  readonly category: readonly string[];
  readonly priority: Priority;
  readonly basis: PriorityBasis;
  /** Where the matrix was the basis. */
  readonly matrix?: ConfigurationRevision;
  readonly status: string;
  readonly statusCategory: StatusCategory;
  readonly workflow: ConfigurationRevision;
  /** As the requester sees it; triage may see it otherwise. */
  readonly reportedUrgency?: Level;
  readonly impact?: Level;
  /** What it keeps people from doing, in their words. */
  readonly impactText?: string;
  readonly problemStartedAt?: ProblemStart;
  readonly affected?: Affected;
  readonly environment?: string;
  readonly externalRef?: ExternalRef;
  readonly tags: readonly string[];
  readonly customFields: CustomFields;
}

/** What triage settles. An absent impact or urgency was taken back, or never known. */
export interface Triage {
  readonly type?: string;
  readonly category?: readonly string[];
  readonly impact?: Level | null;
  readonly urgency?: Level | null;
  readonly priority?: Priority;
}

/** The fields that changed, and in `from` what each of them was. null: not known. Where an import gives no other priority it says in `from` what the basis was, too: where agents
 *  have set the priority meanwhile, theirs stays, with its basis. */
export interface TicketTriaged extends Triage {
  readonly requesterId: string;
  readonly from: Triage & { readonly basis?: PriorityBasis };
  /** Of the priority after it. */
  readonly basis: PriorityBasis;
  readonly matrix?: ConfigurationRevision;
  readonly rule?: ConfigurationRevision;
  readonly reason?: string;
}

/** Who has it from now on: both absent, nobody. What is as in `from` is not changed by it. */
export interface TicketAssigned extends Assignee {
  readonly requesterId: string;
  readonly from: Assignee;
  /** `claim`: the agent took it. */
  readonly how: 'hand' | 'claim' | 'rule';
  readonly rule?: ConfigurationRevision;
  readonly reason?: string;
}

/** From and to are equal where only what is known about the status has changed (what it waits for, how it was resolved). */
export interface TicketStatusChanged {
  readonly requesterId: string;
  readonly from: string;
  readonly fromCategory: StatusCategory;
  readonly to: string;
  readonly toCategory: StatusCategory;
  readonly workflow: ConfigurationRevision;
  readonly reason?: string;
  readonly waitingOn?: WaitingOn;
  readonly until?: string;
  readonly resolution?: Resolution;
  readonly closing?: Closing;
  /** Of a reopening. */
  readonly trigger?: ReopeningTrigger;
}

export interface TicketCommented {
  readonly requesterId: string;
  readonly messageId: string;
  readonly body: string;
  readonly format: TextFormat;
  readonly visibility: Visibility;
  readonly author: Author;
  readonly direction: Direction;
  readonly channel: string;
  /** Written by no person: an auto-reply, a notice. */
  readonly automatic: boolean;
  readonly inReplyTo?: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly attachmentIds: readonly string[];
}

/** null: the ticket has no such field (before, or from now on). */
export interface TicketFieldChanged {
  readonly requesterId: string;
  readonly key: string;
  readonly from: Json;
  readonly to: Json;
}

export type TicketEvent =
  | StreamEvent<'TicketCreated', TicketCreated>
  | StreamEvent<'TicketTriaged', TicketTriaged>
  | StreamEvent<'TicketAssigned', TicketAssigned>
  | StreamEvent<'TicketStatusChanged', TicketStatusChanged>
  | StreamEvent<'TicketCommented', TicketCommented>
  | StreamEvent<'TicketFieldChanged', TicketFieldChanged>;

const ofRequester = { personalOf: 'requesterId' } as const;

/** Words that people wrote belong to the requester, whatever field they stand in; keys, codes and ids are plain. */
export const ticketEventTypes = [
  eventType<TicketCreated>()('TicketCreated', 1, {
    number: 'plain',
    subject: ofRequester,
    description: ofRequester,
    format: 'plain',
    requesterId: 'plain',
    channel: 'plain',
    type: 'plain',
    category: 'plain',
    priority: 'plain',
    basis: 'plain',
    matrix: 'plain',
    status: 'plain',
    statusCategory: 'plain',
    workflow: 'plain',
    reportedUrgency: 'plain',
    impact: 'plain',
    impactText: ofRequester,
    problemStartedAt: 'plain',
    affected: 'plain',
    environment: ofRequester,
    externalRef: 'plain',
    tags: 'plain',
    customFields: ofRequester,
  }),
  eventType<TicketTriaged>()('TicketTriaged', 1, {
    requesterId: 'plain',
    type: 'plain',
    category: 'plain',
    impact: 'plain',
    urgency: 'plain',
    priority: 'plain',
    from: 'plain',
    basis: 'plain',
    matrix: 'plain',
    rule: 'plain',
    reason: ofRequester,
  }),
  eventType<TicketAssigned>()('TicketAssigned', 1, {
    requesterId: 'plain',
    agentId: 'plain',
    teamId: 'plain',
    from: 'plain',
    how: 'plain',
    rule: 'plain',
    reason: ofRequester,
  }),
  eventType<TicketStatusChanged>()('TicketStatusChanged', 1, {
    requesterId: 'plain',
    from: 'plain',
    fromCategory: 'plain',
    to: 'plain',
    toCategory: 'plain',
    workflow: 'plain',
    reason: ofRequester,
    waitingOn: 'plain',
    until: 'plain',
    resolution: ofRequester,
    closing: ofRequester,
    trigger: 'plain',
  }),
  eventType<TicketCommented>()('TicketCommented', 1, {
    requesterId: 'plain',
    messageId: 'plain',
    body: ofRequester,
    format: 'plain',
    visibility: 'plain',
    author: 'plain',
    direction: 'plain',
    channel: 'plain',
    automatic: 'plain',
    inReplyTo: 'plain',
    to: ofRequester,
    cc: ofRequester,
    attachmentIds: 'plain',
  }),
  eventType<TicketFieldChanged>()('TicketFieldChanged', 1, {
    requesterId: 'plain',
    key: 'plain',
    from: ofRequester,
    to: ofRequester,
  }),
] as const;
