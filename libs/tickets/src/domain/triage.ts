import { isRefusal } from '@docket/deciding';
import type { Decision, DecisionContext } from '@docket/deciding';
import type { TriageTicket } from '../commands/index.js';
import { categoryPath, sameCategory } from './category.js';
import type { PriorityBasis, TicketEvent, Triage } from './events.js';
import { given } from './given.js';
import { happened } from './happened.js';
import { DEFAULT_PRIORITY_MATRIX, levelOf, priorityBy, type Level, type LevelInput, type Priority } from './priority.js';
import { ticketClosed, ticketNotFound } from './refusals.js';
import type { Ticket } from './ticket.js';
import type { ConfigurationRevision } from './vocabulary.js';

export const triageTicket = (ticket: Ticket | undefined, command: TriageTicket, context: DecisionContext): Decision<TicketEvent> => {
  if (!ticket) return ticketNotFound();
  if (ticket.statusCategory === 'closed') return ticketClosed();
  const when = happened(command.occurredAt, context, ticket);
  if (isRefusal(when)) return when;
  const category = command.category === undefined ? ticket.category : categoryPath(command.category ?? []);
  if (isRefusal(category)) return category;
  const assessed = { ...ticket, impact: newLevel(ticket.impact, command.impact), urgency: newLevel(ticket.urgency, command.urgency) };
  const settled = { type: command.type ?? ticket.type, category, ...assessment(ticket, assessed, command.priority) };
  const changes = differences(ticket, { ...settled, impact: assessed.impact, urgency: assessed.urgency });
  if (changes.none && settled.basis === ticket.basis) return [];
  const { basis, matrix } = settled;
  const data = { requesterId: ticket.requesterId, ...changes.to, from: changes.from, basis, ...given({ matrix, reason: command.reason }) };
  return [{ type: 'TicketTriaged', data, ...when }];
};

export interface Assessment {
  readonly priority: Priority;
  readonly basis: PriorityBasis;
  readonly matrix?: ConfigurationRevision;
}

/** A hand beats the matrix; the matrix speaks where impact or urgency has changed; else it stays as it was. */
const assessment = (
  before: Ticket,
  { impact, urgency }: { impact: Level | undefined; urgency: Level | undefined },
  byHand: Priority | undefined,
): Assessment => {
  if (byHand !== undefined) return { priority: byHand, basis: 'hand' };
  if (impact === before.impact && urgency === before.urgency) return { priority: before.priority, basis: before.basis };
  return byMatrix(impact, urgency) ?? { priority: before.priority, basis: before.basis };
};

/** undefined: too little is known. */
export const byMatrix = (impact: Level | undefined, urgency: Level | undefined): Assessment | undefined => {
  const { id, revision } = DEFAULT_PRIORITY_MATRIX;
  const priority = priorityBy(DEFAULT_PRIORITY_MATRIX, impact, urgency);
  return priority === undefined ? undefined : { priority, basis: 'matrix', matrix: { id, revision } };
};

const newLevel = (before: Level | undefined, input: LevelInput | null | undefined): Level | undefined => {
  if (input === undefined) return before;
  return input === null ? undefined : levelOf(input);
};

interface Settled {
  readonly type: string;
  readonly category: readonly string[];
  readonly impact?: Level | undefined;
  readonly urgency?: Level | undefined;
  readonly priority: Priority;
}

/** What is different, as it is and as it was. */
const differences = (before: Settled, after: Settled): { none: boolean; to: Triage; from: Triage } => {
  const to: { -readonly [Field in keyof Triage]: Triage[Field] } = {};
  const from: typeof to = {};
  if (after.type !== before.type) [to.type, from.type] = [after.type, before.type];
  if (!sameCategory(after.category, before.category)) [to.category, from.category] = [after.category, before.category];
  if (after.impact !== before.impact) [to.impact, from.impact] = [after.impact ?? null, before.impact ?? null];
  if (after.urgency !== before.urgency) [to.urgency, from.urgency] = [after.urgency ?? null, before.urgency ?? null];
  if (after.priority !== before.priority) [to.priority, from.priority] = [after.priority, before.priority];
  return { none: Object.keys(to).length === 0, to, from };
};
