import type { StreamFold } from '@docket/deciding';
import { subjectIdOf } from '@docket/event-store';
import { isEnded, isReopening } from '@docket/workflow/domain';
import type { TicketAssigned, TicketCommented, TicketCreated, TicketEvent, TicketStatusChanged, TicketTriaged } from './events.js';
import type { Ticket } from './ticket.js';
import type { Assignee } from './vocabulary.js';

type Draft = { -readonly [Field in keyof Ticket]: Ticket[Field] };

/** The ticket after an event. Every event makes one new object, which the cases below fill before anybody else sees it:
 *  this fold runs for each event of the log in a rebuild. */
export const evolveTicket = (ticket: Ticket | undefined, event: TicketEvent): Ticket => {
  if (event.type === 'TicketCreated') return created(event);
  if (!ticket) throw new Error(`${event.type} without TicketCreated before it`);
  const draft: Draft = { ...ticket, revision: event.revision, position: event.position };
  const at = event.metadata.occurredAt;
  if (at > draft.updatedAt) draft.updatedAt = at;
  switch (event.type) {
    case 'TicketTriaged':
      return triaged(draft, event.data);
    case 'TicketAssigned':
      draft.assignee = assigneeAfter(draft.assignee, event.data);
      return draft;
    case 'TicketStatusChanged':
      return statusChanged(draft, event.data, at);
    case 'TicketCommented':
      return commented(draft, event.data, at);
    case 'TicketFieldChanged':
      draft.customFields =
        event.data.to === null ? without(draft.customFields, event.data.key) : { ...draft.customFields, [event.data.key]: event.data.to };
      return draft;
  }
};

export const ticketFold: StreamFold<Ticket, TicketEvent> = { category: 'ticket', version: 3, evolve: evolveTicket };

const created = ({ stream, revision, position, data, metadata }: TicketEvent & { data: TicketCreated }): Ticket => ({
  id: subjectIdOf(stream),
  number: data.number,
  requesterId: data.requesterId,
  revision,
  position,
  subject: data.subject,
  description: data.description,
  format: data.format,
  status: data.status,
  statusCategory: data.statusCategory,
  priority: data.priority,
  basis: data.basis,
  ...(data.impact === undefined ? undefined : { impact: data.impact }),
  ...(data.reportedUrgency === undefined ? undefined : { urgency: data.reportedUrgency, reportedUrgency: data.reportedUrgency }),
  ...(data.impactText === undefined ? undefined : { impactText: data.impactText }),
  type: data.type,
  category: data.category,
  channel: data.channel,
  assignee: {},
  tags: data.tags,
  workflow: data.workflow,
  ...(data.problemStartedAt === undefined ? undefined : { problemStartedAt: data.problemStartedAt }),
  ...(data.affected === undefined ? undefined : { affected: data.affected }),
  ...(data.environment === undefined ? undefined : { environment: data.environment }),
  ...(data.externalRef === undefined ? undefined : { externalRef: data.externalRef }),
  customFields: data.customFields,
  commentCount: 0,
  publicCommentCount: 0,
  reopenCount: 0,
  createdAt: metadata.occurredAt,
  updatedAt: metadata.occurredAt,
  ...(isEnded(data.statusCategory) ? { resolvedAt: metadata.occurredAt } : undefined),
  ...(data.statusCategory === 'closed' ? { closedAt: metadata.occurredAt } : undefined),
});

/** Of agent and team, whichever the event changes. An import compares the rows of its file, and agents may have changed the other one meanwhile. */
const assigneeAfter = (before: Assignee, to: TicketAssigned): Assignee => {
  const agentId = to.agentId === to.from.agentId ? before.agentId : to.agentId;
  const teamId = to.teamId === to.from.teamId ? before.teamId : to.teamId;
  return { ...(agentId === undefined ? undefined : { agentId }), ...(teamId === undefined ? undefined : { teamId }) };
};

/** Is the priority, with its basis, the event's? An import compares the rows of its file, and agents may have set it meanwhile. */
const isAssessedBy = ({ priority, from }: TicketTriaged, before: Draft): boolean => {
  if (from.basis === undefined || (priority !== undefined && priority !== from.priority)) return true;
  return before.basis === from.basis && (priority === undefined || before.priority === priority);
};

const triaged = (draft: Draft, data: TicketTriaged): Ticket => {
  const { type, category, impact, urgency, priority, basis } = data;
  if (type !== undefined) draft.type = type;
  if (category !== undefined) draft.category = category;
  if (isAssessedBy(data, draft)) {
    if (priority !== undefined) draft.priority = priority;
    draft.basis = basis;
  }
  if (typeof impact === 'number') draft.impact = impact;
  if (typeof urgency === 'number') draft.urgency = urgency;
  const takenBack: (keyof Ticket)[] = [];
  if (impact === null) takenBack.push('impact');
  if (urgency === null) takenBack.push('urgency');
  return withoutAny(draft, takenBack);
};

const statusChanged = (draft: Draft, data: TicketStatusChanged, at: string): Ticket => {
  const before = draft.statusCategory;
  if (data.from === data.to && draft.status !== data.to) return saidOfAnother(draft, data);
  const over: (keyof Ticket)[] = [];
  draft.status = data.to;
  draft.statusCategory = data.toCategory;
  draft.workflow = data.workflow;
  if (isReopening(before, data.toCategory)) draft.reopenCount += 1;
  if (data.waitingOn === undefined) over.push('waitingOn');
  else draft.waitingOn = data.waitingOn;
  if (data.until === undefined) over.push('waitingUntil');
  else draft.waitingUntil = data.until;
  if (!isEnded(data.toCategory)) over.push('resolution', 'resolvedAt');
  else if (!isEnded(before)) draft.resolvedAt = at;
  if (data.resolution !== undefined) draft.resolution = data.resolution;
  if (data.toCategory !== 'closed') over.push('closing', 'closedAt');
  else if (before !== 'closed') draft.closedAt = at;
  if (data.closing !== undefined) draft.closing = data.closing;
  return withoutAny(draft, over);
};

/** More is said of a status in which the ticket is no more (by an import, while agents have moved it): it stays where it is. */
const saidOfAnother = (draft: Draft, { resolution }: TicketStatusChanged): Ticket => {
  if (resolution !== undefined && isEnded(draft.statusCategory)) draft.resolution = resolution;
  return draft;
};

const commented = (draft: Draft, data: TicketCommented, at: string): Ticket => {
  draft.commentCount += 1;
  if (data.visibility === 'public') draft.publicCommentCount += 1;
  const answers = data.visibility === 'public' && data.direction === 'out' && data.author.kind === 'agent' && !data.automatic;
  if (answers && (draft.firstRespondedAt === undefined || at < draft.firstRespondedAt)) draft.firstRespondedAt = at;
  return draft;
};

/** The draft itself where none of these fields is there (the common case), else a copy without them: `delete` would make every later spread slow. */
const withoutAny = (draft: Draft, fields: readonly (keyof Ticket)[]): Ticket =>
  fields.some((field) => draft[field] !== undefined)
    ? (Object.fromEntries(Object.entries(draft).filter(([field]) => !fields.includes(field as keyof Ticket))) as unknown as Ticket)
    : draft;

const without = (fields: Ticket['customFields'], key: string): Ticket['customFields'] =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => field !== key));
