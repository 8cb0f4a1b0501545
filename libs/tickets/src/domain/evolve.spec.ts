import 'reflect-metadata';
import { AGENT_ID, CLOSED, OPEN, PENDING, REQUESTER_ID, RESOLVED, TEAM_ID, eventsOf, moved, opened } from '../testing/world.js';
import { evolveTicket } from './evolve.js';
import type { TicketAssigned, TicketTriaged } from './events.js';
import type { Ticket } from './ticket.js';

const OTHER_ID = '018f8c7e-0000-7000-8000-0000000000ff';

type Fact = Parameters<typeof eventsOf>[0][number]['fact'];

const after = (...facts: readonly Fact[]): Ticket => {
  const ticket = eventsOf(facts.map((fact) => ({ fact }))).reduce<Ticket | undefined>(
    (before, event) => evolveTicket(before, event),
    undefined,
  );
  if (!ticket) throw new Error('there is one');
  return ticket;
};
const assigned = (from: TicketAssigned['from'], to: TicketAssigned['from']): Fact => ({
  type: 'TicketAssigned',
  data: { requesterId: REQUESTER_ID, ...to, from, how: 'hand' },
});

const triaged = (data: Omit<TicketTriaged, 'requesterId'>): Fact => ({
  type: 'TicketTriaged',
  data: { requesterId: REQUESTER_ID, ...data },
});

describe('what another system says of a ticket on which agents have worked meanwhile', () => {
  const there = { agentId: AGENT_ID, teamId: TEAM_ID };

  test('another agent leaves the team that they gave it, another team their agent', () => {
    const byAgents = assigned(there, { agentId: AGENT_ID, teamId: OTHER_ID });
    expect(after(opened(), assigned({}, there), byAgents, assigned(there, { teamId: TEAM_ID })).assignee).toEqual({ teamId: OTHER_ID });
    expect(
      after(opened(), assigned({}, there), assigned(there, {}), assigned(there, { agentId: OTHER_ID, teamId: TEAM_ID })).assignee,
    ).toEqual({
      agentId: OTHER_ID,
    });
  });

  describe('of how its priority came about', () => {
    const byHand: Fact = triaged({ priority: 'P1', from: { priority: 'P3' }, basis: 'hand' });
    const saysNothing = triaged({ type: 'request', from: { type: 'incident', basis: 'default' }, basis: 'default' });
    const byMatrix = triaged({ priority: 'P3', impact: 2, from: { priority: 'P3', impact: null, basis: 'default' }, basis: 'matrix' });

    test('is taken where nobody has set it meanwhile', () => {
      expect(after(opened(), saysNothing)).toMatchObject({ type: 'request', priority: 'P3', basis: 'default' });
      expect(after(opened(), byMatrix)).toMatchObject({ impact: 2, priority: 'P3', basis: 'matrix' });
    });

    test('leaves the priority that an agent set, with its basis; the rest is taken', () => {
      expect(after(opened(), byHand, saysNothing)).toMatchObject({ type: 'request', priority: 'P1', basis: 'hand' });
      expect(after(opened(), byHand, byMatrix)).toMatchObject({ impact: 2, priority: 'P1', basis: 'hand' });
      const ofHands = triaged({ priority: 'P3', from: { priority: 'P3', basis: 'hand' }, basis: 'matrix' });
      expect(after(opened({ basis: 'hand' }), byHand, ofHands)).toMatchObject({ priority: 'P1', basis: 'hand' });
    });

    test('goes with another priority', () => {
      const other = triaged({ priority: 'P2', from: { priority: 'P3', basis: 'default' }, basis: 'matrix' });
      expect(after(opened(), byHand, other)).toMatchObject({ priority: 'P2', basis: 'matrix' });
    });
  });

  test('more of a status that it is in no more does not take it back there', () => {
    const waiting = [opened(), moved(PENDING, { waitingOn: 'requester' })];
    const saidMore = moved(PENDING, { waitingOn: 'supplier' }, PENDING);
    expect(after(...waiting, saidMore)).toMatchObject({ status: 'pending', waitingOn: 'supplier' });
    const resolved = after(...waiting, moved(RESOLVED, {}, PENDING), saidMore);
    expect(resolved).toMatchObject({ status: 'resolved', reopenCount: 0 });
    expect(resolved).not.toHaveProperty('waitingOn');
  });

  test('how it was resolved is taken by a ticket that is closed, and by none that is open again', () => {
    const better = { cause: 'A wrong label' };
    const saidMore = moved(RESOLVED, { resolution: better }, RESOLVED);
    expect(after(opened(), moved(RESOLVED), moved(CLOSED, {}, RESOLVED), saidMore)).toMatchObject({ status: 'closed', resolution: better });
    const reopened = after(opened(), moved(RESOLVED), moved(OPEN, {}, RESOLVED), saidMore);
    expect(reopened.status).toBe('open');
    expect(reopened).not.toHaveProperty('resolution');
  });
});
