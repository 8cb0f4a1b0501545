import { instantOf, isRefusal, refuse } from '@docket/deciding';
import type { Decision, DecisionContext, Reference, Refusal } from '@docket/deciding';
import { categoryOf, isEnded, isReopening, move, movesFrom, workflowFold } from '@docket/workflow/domain';
import type { StatusCategory, WorkflowState } from '@docket/workflow/domain';
import type { ChangeTicketStatus } from '../commands/index.js';
import type { TicketEvent, TicketStatusChanged } from './events.js';
import { anyGiven, given, sameFields } from './given.js';
import { happened } from './happened.js';
import { invalid, ticketClosed, ticketNotFound, unusable } from './refusals.js';
import type { Ticket } from './ticket.js';

/** Moves a ticket, or, where it stays in its status, settles anew what is known of that: what it waits for, how it was resolved. */
export const changeTicketStatus = (
  ticket: Ticket | undefined,
  command: ChangeTicketStatus,
  context: DecisionContext,
): Decision<TicketEvent> => {
  if (!ticket) return ticketNotFound();
  const workflow = context.reference(workflowFold, ticket.workflow.id);
  if (!workflow) return workflowNotFound(ticket.workflow.id);
  const when = happened(command.occurredAt, context, ticket);
  if (isRefusal(when)) return when;
  const target = targetOf(workflow, ticket, command.status);
  if (isRefusal(target)) return target;
  const details = detailsOf(ticket, command, target, when.occurredAt ?? context.now);
  if (isRefusal(details)) return details;
  if (command.status === ticket.status) {
    if (!saysMore(ticket, details)) return [];
    if (target === 'closed') return ticketClosed();
  }
  const data: TicketStatusChanged = {
    requesterId: ticket.requesterId,
    from: ticket.status,
    fromCategory: ticket.statusCategory,
    to: command.status,
    toCategory: target,
    workflow: { id: workflow.id, revision: workflow.revision },
    ...given({ reason: command.reason }),
    ...details,
  };
  return [{ type: 'TicketStatusChanged', data, ...when }];
};

/** The workflow that decides about a ticket's moves. */
export const workflowReferences = (ticket: Ticket | undefined): readonly Reference[] =>
  ticket ? [{ fold: workflowFold, id: ticket.workflow.id }] : [];

export const workflowNotFound = (id: string): Refusal =>
  refuse('workflow.notFound', `there is no workflow ${id}`, { kind: 'unprocessable' });

/** The category of the status to go to, if the workflow lets the ticket go there (or it is there). */
const targetOf = (workflow: WorkflowState, ticket: Ticket, status: string): StatusCategory | Refusal => {
  const category = categoryOf(workflow, status);
  if (!category) return unusable('status.unknown', `the workflow has no status ${status}`, 'status');
  if (status === ticket.status || move(workflow, ticket.type, ticket.status, status)) return category;
  const allowed = movesFrom(workflow, ticket.type, ticket.status);
  const where = allowed.length === 0 ? 'nowhere' : `to ${allowed.join(', ')}`;
  return refuse('transition.notAllowed', `from ${ticket.status} it goes ${where}, not to ${status}`, { field: 'status' });
};

type Details = Pick<TicketStatusChanged, 'waitingOn' | 'until' | 'resolution' | 'closing' | 'trigger'>;

/** What a move says beside the status, each only where it belongs. */
const detailsOf = (ticket: Ticket, command: ChangeTicketStatus, target: StatusCategory, at: string): Details | Refusal => {
  const reopens = isReopening(ticket.statusCategory, target);
  const misplaced =
    only(target === 'paused', command, 'waitingOn', 'waitingOn.notPaused', 'only a status that waits has it') ??
    only(target === 'paused', command, 'until', 'until.notPaused', 'only a status that waits has it') ??
    only(isEnded(target), command, 'resolution', 'resolution.notEnded', 'only a resolved or closed status has it') ??
    only(target === 'closed', command, 'closing', 'closing.notClosed', 'only a closed status has it') ??
    only(reopens, command, 'trigger', 'trigger.notReopening', 'only a reopening has it');
  if (misplaced) return misplaced;
  const until = command.until ? instantOf(command.until) : undefined;
  if (command.until && (until === undefined || until <= at)) return invalid('until.notInFuture', `until must be later than ${at}`, 'until');
  const { waitingOn, resolution, closing, trigger } = command;
  return given({
    waitingOn: waitingOn,
    until,
    resolution: resolution
      ? anyGiven({ cause: resolution.cause, causeCode: resolution.causeCode, solution: resolution.solution, kind: resolution.kind })
      : undefined,
    closing: closing ? { ...given({ summary: closing.summary }), confirmation: closing.confirmation } : undefined,
    trigger: reopens ? (trigger ?? ('hand' as const)) : undefined,
  });
};

const only = (belongs: boolean, command: ChangeTicketStatus, field: keyof Details, code: string, message: string): Refusal | undefined =>
  belongs || command[field] === undefined || command[field] === null ? undefined : invalid(code, `${field}: ${message}`, field);

/** Do the details of a move to the same status tell anything that the ticket does not know yet? */
const saysMore = (ticket: Ticket, { waitingOn, until, resolution, closing }: Details): boolean =>
  (waitingOn !== undefined && waitingOn !== ticket.waitingOn) ||
  (until !== undefined && until !== ticket.waitingUntil) ||
  (resolution !== undefined && !sameFields(resolution, ticket.resolution ?? {})) ||
  (closing !== undefined && !sameFields(closing, ticket.closing ?? {}));
