import type { FactOf } from '@docket/deciding';
import type { Json } from '@docket/event-store';
import type { ExternalRef } from '@docket/people/domain';
import { CUSTOM_FIELD_TEXT_LENGTH_MAX, DEFAULT_FORMAT } from '@docket/tickets/domain';
import type { ConfigurationRevision, PriorityBasis, Resolution, TicketEvent, Triage } from '@docket/tickets/domain';
import { isReopening } from '@docket/workflow/domain';
import type { StatusCategory } from '@docket/workflow/domain';
import { RejectedRow } from './rejected-row.js';
import type { TicketSnapshot } from './snapshot.js';

export type TicketFact = FactOf<TicketEvent>;

/** What a change of a ticket needs to know beside the two rows. */
export interface ChangeContext {
  readonly requesterId: string;
  /** The workflow whose statuses the mapping names. */
  readonly workflow: ConfigurationRevision;
}

/** What a creation needs besides. */
export interface CreationContext extends ChangeContext {
  readonly number: string;
  readonly externalRef: ExternalRef;
}

/** The facts that lie between a row and the one before it of the same case. */
export const changes = (before: TicketSnapshot, after: TicketSnapshot, context: ChangeContext): readonly TicketFact[] => {
  const moved = statusChange(before, after, context);
  const others = [...triage(before, after, context), ...assignment(before, after, context), ...fieldChanges(before, after, context)];
  // What is reopened is worked on after that; what is ended was worked on before.
  return isReopening(before.statusCategory, after.statusCategory) ? [...moved, ...others] : [...others, ...moved];
};

/** How a ticket begins: what the row says, but in the status in which tickets begin, and with nobody. */
export const creation = (opening: TicketSnapshot, { requesterId, workflow, number, externalRef }: CreationContext): TicketFact => ({
  type: 'TicketCreated',
  data: {
    number,
    subject: opening.subject,
    description: opening.description,
    format: DEFAULT_FORMAT,
    requesterId,
    channel: opening.channel,
    type: opening.type,
    category: opening.category,
    ...opening.assessment,
    status: opening.status,
    statusCategory: opening.statusCategory,
    workflow,
    ...(opening.urgency === undefined ? {} : { reportedUrgency: opening.urgency }),
    ...(opening.impact === undefined ? {} : { impact: opening.impact }),
    ...(opening.affected === undefined ? {} : { affected: opening.affected }),
    externalRef,
    tags: [],
    customFields: opening.customFields,
  },
});

/** A row as it may have been when the ticket was opened: in the first status, with nobody. */
export const asOpened = (row: TicketSnapshot, status: string, statusCategory: StatusCategory): TicketSnapshot => {
  const { waitingOn: _waitingOn, resolution: _resolution, ...rest } = row;
  return { ...rest, status, statusCategory, assignee: {} };
};

const statusChange = (before: TicketSnapshot, after: TicketSnapshot, context: ChangeContext): readonly TicketFact[] => {
  const resolution = sameResolution(before.resolution, after.resolution) ? undefined : after.resolution;
  if (before.status === after.status && before.waitingOn === after.waitingOn && resolution === undefined) return [];
  const data = {
    requesterId: context.requesterId,
    from: before.status,
    fromCategory: before.statusCategory,
    to: after.status,
    toCategory: after.statusCategory,
    workflow: context.workflow,
    ...(after.waitingOn === undefined ? {} : { waitingOn: after.waitingOn }),
    ...(resolution === undefined ? {} : { resolution }),
  };
  return [{ type: 'TicketStatusChanged', data }];
};

const triage = (before: TicketSnapshot, after: TicketSnapshot, { requesterId }: ChangeContext): readonly TicketFact[] => {
  const to: { -readonly [Field in keyof Triage]: Triage[Field] } = {};
  const from: typeof to & { basis?: PriorityBasis } = {};
  if (after.type !== before.type) [to.type, from.type] = [after.type, before.type];
  if (!sameList(after.category, before.category)) [to.category, from.category] = [after.category, before.category];
  if (after.impact !== before.impact) [to.impact, from.impact] = [after.impact ?? null, before.impact ?? null];
  if (after.urgency !== before.urgency) [to.urgency, from.urgency] = [after.urgency ?? null, before.urgency ?? null];
  const { priority, ...basis } = after.assessment;
  const was = before.assessment;
  // With another basis it is another priority, though it may be called the same.
  if (priority !== was.priority || basis.basis !== was.basis) [to.priority, from.priority] = [priority, was.priority];
  if (Object.keys(to).length === 0) return [];
  // By it the ticket knows whether agents have set the priority meanwhile; with another priority it need not know.
  if (priority === was.priority) from.basis = was.basis;
  return [{ type: 'TicketTriaged', data: { requesterId, ...to, from, ...basis } }];
};

const assignment = (before: TicketSnapshot, after: TicketSnapshot, { requesterId }: ChangeContext): readonly TicketFact[] => {
  const from = before.assignee;
  const to = after.assignee;
  if (from.agentId === to.agentId && from.teamId === to.teamId) return [];
  return [{ type: 'TicketAssigned', data: { requesterId, ...to, from, how: 'hand' } }];
};

const fieldChanges = (before: TicketSnapshot, after: TicketSnapshot, { requesterId }: ChangeContext): readonly TicketFact[] => {
  const facts: TicketFact[] = [];
  const groups = [before.customFields, before.late, after.customFields, after.late];
  for (const [at, group] of groups.entries())
    for (const key of Object.keys(group)) {
      if (groups.some((earlier, place) => place < at && Object.hasOwn(earlier, key))) continue;
      const from = fieldOf(before, key);
      const to = fieldOf(after, key);
      if (from !== to) facts.push({ type: 'TicketFieldChanged', data: { requesterId, key, from, to: storable(key, to) } });
    }
  return facts;
};

/** Without putting the two together for each row: most of a log is rows in which no field changes. */
const fieldOf = ({ late, customFields }: TicketSnapshot, key: string): Json => {
  if (Object.hasOwn(late, key)) return late[key] ?? null;
  return Object.hasOwn(customFields, key) ? (customFields[key] ?? null) : null;
};

/** Texts of a creation (a description) may be longer than a custom field, in which their later changes find a place. */
const storable = (key: string, value: Json): Json => {
  if (typeof value === 'string' && value.length > CUSTOM_FIELD_TEXT_LENGTH_MAX)
    throw new RejectedRow(`${key}: has ${value.length} characters; at most ${CUSTOM_FIELD_TEXT_LENGTH_MAX} have a place where it changes`);
  return value;
};

const sameResolution = (one: Resolution | undefined, other: Resolution | undefined): boolean =>
  one?.cause === other?.cause && one?.causeCode === other?.causeCode && one?.solution === other?.solution;

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);
