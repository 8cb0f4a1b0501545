import { isRefusal } from '@docket/deciding';
import type { Decision, DecisionContext, FactOf, Reference, Refusal } from '@docket/deciding';
import { agentFold, teamFold } from '@docket/people/domain';
import type { AssignTicket } from '../commands/index.js';
import type { TicketEvent } from './events.js';
import { given } from './given.js';
import { happened } from './happened.js';
import { ticketClosed, ticketNotFound, unusable } from './refusals.js';
import type { Ticket } from './ticket.js';
import type { Assignee } from './vocabulary.js';

export const assignTicket = (ticket: Ticket | undefined, command: AssignTicket, context: DecisionContext): Decision<TicketEvent> => {
  if (!ticket) return ticketNotFound();
  if (ticket.statusCategory === 'closed') return ticketClosed();
  const when = happened(command.occurredAt, context, ticket);
  if (isRefusal(when)) return when;
  const from = ticket.assignee;
  const to = {
    agentId: command.agentId === undefined ? from.agentId : (command.agentId ?? undefined),
    teamId: command.teamId === undefined ? from.teamId : (command.teamId ?? undefined),
  };
  if (to.agentId === from.agentId && to.teamId === from.teamId) return [];
  const wanted = given({
    agentId: to.agentId === from.agentId ? undefined : to.agentId,
    teamId: to.teamId === from.teamId ? undefined : to.teamId,
  });
  return unassignable(wanted, context, '') ?? [assigned(ticket.requesterId, from, given(to), { reason: command.reason }, context, when)];
};

/** The agent and the team that a command names. */
export const assigneeReferences = ({ agentId, teamId }: { agentId?: string | null; teamId?: string | null }): readonly Reference[] => [
  ...(agentId ? [{ fold: agentFold, id: agentId }] : []),
  ...(teamId ? [{ fold: teamFold, id: teamId }] : []),
];

/** Why a ticket can't be given to them; undefined: it can. `path` stands before the field's name. */
export const unassignable = ({ agentId, teamId }: Assignee, context: DecisionContext, path: string): Refusal | undefined => {
  if (agentId !== undefined) {
    const agent = context.reference(agentFold, agentId);
    if (!agent) return unusable('agent.notFound', `there is no agent ${agentId}`, `${path}agentId`);
    if (!agent.active) return unusable('agent.inactive', `agent ${agentId} is not active`, `${path}agentId`);
  }
  if (teamId !== undefined && !context.reference(teamFold, teamId))
    return unusable('team.notFound', `there is no team ${teamId}`, `${path}teamId`);
  return undefined;
};

/** The fact of an assignment; an agent who takes a ticket claims it. */
export const assigned = (
  requesterId: string,
  from: Assignee,
  to: Assignee,
  { reason }: { reason?: string | undefined },
  { actor }: Pick<DecisionContext, 'actor'>,
  when: { occurredAt?: string },
): FactOf<TicketEvent> => {
  const claims = actor.kind === 'agent' && to.agentId === actor.id && from.agentId !== actor.id;
  return { type: 'TicketAssigned', data: { requesterId, ...to, from, how: claims ? 'claim' : 'hand', ...given({ reason }) }, ...when };
};
