import { instantOf, isRefusal, refuse } from '@docket/deciding';
import type { Decision, DecisionContext, FactOf, Refusal } from '@docket/deciding';
import { customerFold, isJoined } from '@docket/people/domain';
import { DEFAULT_WORKFLOW, categoryOf, initialStatus, workflowFold } from '@docket/workflow/domain';
import type { CreateTicket } from '../commands/index.js';
import { assigned, unassignable } from './assignment.js';
import { categoryPath } from './category.js';
import { customFieldsOf } from './custom-fields.js';
import type { TicketCreated, TicketEvent } from './events.js';
import { anyGiven, given } from './given.js';
import { happened } from './happened.js';
import { DEFAULT_PRIORITY, levelOf } from './priority.js';
import { invalid, unusable } from './refusals.js';
import { workflowNotFound } from './status.js';
import type { Ticket } from './ticket.js';
import { byMatrix, type Assessment } from './triage.js';
import { DEFAULT_CHANNEL, DEFAULT_FORMAT, DEFAULT_TYPE, type ProblemStart } from './vocabulary.js';

/** The label under which a new ticket's requester is required. */
export const REQUESTER = 'requester';

/** Opens a ticket, and assigns it where the command says to whom. */
export const createTicket = (ticket: Ticket | undefined, command: CreateTicket, context: DecisionContext): Decision<TicketEvent> => {
  if (ticket) return refuse('ticket.exists', 'there is a ticket of this id');
  const when = happened(command.occurredAt, context);
  if (isRefusal(when)) return when;
  const requesterId = requesterOf(command, context);
  if (isRefusal(requesterId)) return requesterId;
  const category = categoryPath(command.category ?? []);
  if (isRefusal(category)) return category;
  const customFields = customFieldsOf(command.customFields ?? {});
  if (isRefusal(customFields)) return customFields;
  const problemStartedAt = problemStart(command, when.occurredAt ?? context.now);
  if (isRefusal(problemStartedAt)) return problemStartedAt;
  const start = startOf(command.type ?? DEFAULT_TYPE, context);
  if (isRefusal(start)) return start;
  const data: TicketCreated = {
    number: context.number ?? missingNumber(),
    ...reported(command),
    requesterId,
    category,
    ...assessment(command),
    ...start,
    ...given({ problemStartedAt }),
    customFields,
  };
  return withAssignment({ type: 'TicketCreated', data, ...when }, command, context);
};

/** What is wrong with how the requester is named. Asked before the customer is made, too: a refused ticket leaves nobody behind. */
export const requesterProblem = ({ requester }: CreateTicket): Refusal | undefined => {
  const details = [requester.name, requester.email, requester.phone, requester.department].some((detail) => detail);
  if (requester.id && details) return invalid('requester.ambiguous', 'a requester is named by id or by details, not by both', 'requester');
  return requester.id || requester.name || requester.email
    ? undefined
    : invalid('requester.incomplete', 'a requester has an id, a name or an e-mail address', 'requester');
};

const requesterOf = (command: CreateTicket, context: DecisionContext): string | Refusal => {
  const problem = requesterProblem(command);
  if (problem) return problem;
  const { id } = command.requester;
  if (!id) return context.required(REQUESTER) ?? missingRequester();
  const customer = context.reference(customerFold, id);
  if (!customer) return unusable('requester.notFound', `there is no customer ${id}`, 'requester.id');
  return isJoined(customer) ? customer.into : customer.id;
};

const problemStart = ({ problemStartedAt }: CreateTicket, reportedAt: string): ProblemStart | undefined | Refusal => {
  if (!problemStartedAt) return undefined;
  const at = instantOf(problemStartedAt.at);
  return at === undefined || at > reportedAt
    ? invalid('problemStartedAt.later', `a problem starts before it is reported, ${reportedAt}`, 'problemStartedAt.at')
    : { at, precision: problemStartedAt.precision ?? 'minute' };
};

/** Where the workflow lets a ticket of this type begin. */
const startOf = (type: string, context: DecisionContext): Pick<TicketCreated, 'status' | 'statusCategory' | 'workflow'> | Refusal => {
  const id = context.identities.shipped(DEFAULT_WORKFLOW);
  const workflow = context.reference(workflowFold, id);
  const status = workflow && initialStatus(workflow, type);
  const statusCategory = workflow && status && categoryOf(workflow, status);
  if (!workflow || !status || !statusCategory) return workflowNotFound(id);
  return { status, statusCategory, workflow: { id, revision: workflow.revision } };
};

/** What the requester says, as it is said. */
const reported = (command: CreateTicket) => ({
  subject: command.subject,
  description: command.description,
  format: command.format ?? DEFAULT_FORMAT,
  channel: command.channel ?? DEFAULT_CHANNEL,
  type: command.type ?? DEFAULT_TYPE,
  tags: [...new Set((command.tags ?? []).map((tag) => tag.trim()))],
  ...given({
    reportedUrgency: command.urgency ? levelOf(command.urgency) : undefined,
    impact: command.impact ? levelOf(command.impact) : undefined,
    impactText: command.impactText,
    affected: command.affected ? anyGiven({ ...command.affected }) : undefined,
    environment: command.environment,
    externalRef: command.externalRef ? { system: command.externalRef.system, id: command.externalRef.id } : undefined,
  }),
});

const assessment = ({ priority, impact, urgency }: CreateTicket): Assessment => {
  if (priority) return { priority, basis: 'hand' };
  const decided = byMatrix(impact ? levelOf(impact) : undefined, urgency ? levelOf(urgency) : undefined);
  return decided ?? { priority: DEFAULT_PRIORITY, basis: 'default' };
};

const withAssignment = (
  created: FactOf<TicketEvent> & { data: TicketCreated },
  command: CreateTicket,
  context: DecisionContext,
): Decision<TicketEvent> => {
  const assignee = command.assignee && anyGiven({ agentId: command.assignee.agentId, teamId: command.assignee.teamId });
  if (!assignee) return [created];
  const { requesterId } = created.data;
  const when = given({ occurredAt: created.occurredAt });
  return unassignable(assignee, context, 'assignee.') ?? [created, assigned(requesterId, {}, assignee, {}, context, when)];
};

// The executor takes the number and sees to the requester before it asks for a decision: without them the program is wrong, not the command.
const missingNumber = (): never => {
  throw new Error('a ticket was to be created without its number');
};
const missingRequester = (): never => {
  throw new Error('a ticket was to be created without its requester');
};
