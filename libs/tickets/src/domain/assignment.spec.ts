import 'reflect-metadata';
import { given, type GivenFact } from '@docket/deciding/testing';
import { AssignTicket } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import {
  AGENT_ID,
  CLOSED,
  INACTIVE_AGENT_ID,
  NOBODY_ID,
  REQUESTER_ID,
  TEAM_ID,
  command,
  moved,
  opened,
  references,
} from '../testing/world.js';
import type { TicketAssigned, TicketEvent } from './events.js';

const assigned = (data: Partial<TicketAssigned>): GivenFact<TicketEvent> => ({
  type: 'TicketAssigned',
  data: { requesterId: REQUESTER_ID, from: {}, how: 'hand', ...data },
});
const toBoth = assigned({ agentId: AGENT_ID, teamId: TEAM_ID });

const when = (fields: Partial<AssignTicket>, facts = [opened()], more: object = {}) =>
  given(ticketDecider, facts).when(command(AssignTicket, fields), { references, ...more });

describe('an assignment', () => {
  test('gives the ticket to an agent and a team, and says why', () => {
    const ticket = when({ agentId: AGENT_ID, teamId: TEAM_ID, reason: 'knows parcels' }).then([
      assigned({ agentId: AGENT_ID, teamId: TEAM_ID, reason: 'knows parcels' }),
    ]);
    expect(ticket.assignee).toEqual({ agentId: AGENT_ID, teamId: TEAM_ID });
  });

  test('leaves alone what it does not name', () => {
    const from = { agentId: AGENT_ID, teamId: TEAM_ID };
    const ticket = when({ agentId: null }, [opened(), toBoth]).then([assigned({ teamId: TEAM_ID, from })]);
    expect(ticket.assignee).toEqual({ teamId: TEAM_ID });
    when({ teamId: null }, [opened(), toBoth]).then([assigned({ agentId: AGENT_ID, from })]);
    expect(when({ agentId: null, teamId: null }, [opened(), toBoth]).then([assigned({ from })]).assignee).toEqual({});
  });

  test('to those who have it changes nothing', () => {
    when({ agentId: AGENT_ID }, [opened(), toBoth]).thenNothingHappened();
    when({}, [opened(), toBoth]).thenNothingHappened();
    when({ agentId: null }).thenNothingHappened();
  });

  test('to oneself is a claim', () => {
    when({ agentId: AGENT_ID }, [opened()], { actor: { kind: 'agent', id: AGENT_ID } }).then([
      assigned({ agentId: AGENT_ID, how: 'claim' }),
    ]);
  });

  test('to somebody who is not there, or not active, is refused', () => {
    expect(when({ agentId: NOBODY_ID }).thenRefused('agent.notFound')).toMatchObject({ field: 'agentId', kind: 'unprocessable' });
    when({ agentId: INACTIVE_AGENT_ID }).thenRefused('agent.inactive');
    expect(when({ teamId: NOBODY_ID }).thenRefused('team.notFound').field).toBe('teamId');
  });

  test('of a ticket whose agent has left the house can go on to a team', () => {
    const before = assigned({ agentId: INACTIVE_AGENT_ID });
    when({ teamId: TEAM_ID }, [opened(), before]).then([
      assigned({ agentId: INACTIVE_AGENT_ID, teamId: TEAM_ID, from: { agentId: INACTIVE_AGENT_ID } }),
    ]);
  });

  test('of a closed ticket is refused, of an absent one too', () => {
    when({ agentId: AGENT_ID }, [opened(), moved(CLOSED)]).thenRefused('ticket.closed');
    given(ticketDecider)
      .when(command(AssignTicket, { agentId: AGENT_ID }), { references })
      .thenRefused('ticket.notFound');
  });

  test('may have happened earlier, but not before the ticket was reported', () => {
    when({ agentId: AGENT_ID, occurredAt: '2024-05-20T06:00:00Z' }).thenRefused('occurredAt.beforeCreation');
    when({ agentId: AGENT_ID, occurredAt: '2024-05-20T07:30:00Z' }).then([
      { ...assigned({ agentId: AGENT_ID }), occurredAt: '2024-05-20T07:30:00.000Z' },
    ]);
  });
});
