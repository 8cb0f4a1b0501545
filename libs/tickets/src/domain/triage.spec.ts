import 'reflect-metadata';
import { given, type GivenFact } from '@docket/deciding/testing';
import { TriageTicket } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import { CLOSED, REQUESTER_ID, command, moved, opened, references } from '../testing/world.js';
import type { TicketEvent, TicketTriaged } from './events.js';

const matrix = { id: 'default', revision: 0 };
const triaged = (data: Partial<TicketTriaged>): GivenFact<TicketEvent> => ({
  type: 'TicketTriaged',
  data: { requesterId: REQUESTER_ID, from: {}, basis: 'default', ...data },
});
const when = (fields: Partial<TriageTicket>, facts = [opened()]) =>
  given(ticketDecider, facts).when(command(TriageTicket, fields), { references });

describe('triage', () => {
  test('records what it changes, each with what it was', () => {
    const ticket = when({ type: 'request', category: 'network/vpn', priority: 'P1', reason: 'seen before' }).then([
      triaged({
        type: 'request',
        category: ['network', 'vpn'],
        priority: 'P1',
        from: { type: 'incident', category: [], priority: 'P3' },
        basis: 'hand',
        reason: 'seen before',
      }),
    ]);
    expect(ticket).toMatchObject({ type: 'request', category: ['network', 'vpn'], priority: 'P1', basis: 'hand' });
  });

  test('gives the priority by the matrix once impact and urgency are known', () => {
    const impact = triaged({ impact: 1, from: { impact: null } });
    when({ impact: 'high' }).then([impact]);
    const ticket = when({ urgency: 2 }, [opened(), impact]).then([
      triaged({ urgency: 2, priority: 'P2', from: { urgency: null, priority: 'P3' }, basis: 'matrix', matrix }),
    ]);
    expect(ticket).toMatchObject({ impact: 1, urgency: 2, priority: 'P2', basis: 'matrix' });
  });

  test('starts from the urgency that the requester reported, and keeps that', () => {
    const ticket = when({ urgency: 3 }, [opened({ reportedUrgency: 1 })]).then([triaged({ urgency: 3, from: { urgency: 1 } })]);
    expect(ticket).toMatchObject({ urgency: 3, reportedUrgency: 1 });
  });

  test('by hand beats the matrix, until impact or urgency change', () => {
    const byHand = triaged({ priority: 'P1', from: { priority: 'P4' }, basis: 'hand' });
    const assessed = opened({ impact: 3, reportedUrgency: 3, priority: 'P4', basis: 'matrix', matrix });
    when({ priority: 'P1', impact: 3 }, [assessed]).then([byHand]);
    when({ type: 'request' }, [assessed, byHand]).then([triaged({ type: 'request', from: { type: 'incident' }, basis: 'hand' })]);
    when({ impact: 3 }, [assessed, byHand]).thenNothingHappened();
    when({ impact: 2 }, [assessed, byHand]).then([
      triaged({ impact: 2, priority: 'P4', from: { impact: 3, priority: 'P1' }, basis: 'matrix', matrix }),
    ]);
  });

  test('that confirms a priority by hand says so, though it is the same one', () => {
    const ticket = when({ priority: 'P3' }).then([triaged({ basis: 'hand' })]);
    expect(ticket.basis).toBe('hand');
    when({ priority: 'P3' }, [opened(), triaged({ basis: 'hand' })]).thenNothingHappened();
  });

  test('can take back what was known', () => {
    const known = opened({ impact: 2, reportedUrgency: 2, category: ['network'] });
    const ticket = when({ impact: null, urgency: null, category: null }, [known]).then([
      triaged({ impact: null, urgency: null, category: [], from: { impact: 2, urgency: 2, category: ['network'] } }),
    ]);
    expect(ticket).not.toHaveProperty('impact');
    expect(ticket).not.toHaveProperty('urgency');
    expect(ticket).toMatchObject({ category: [], reportedUrgency: 2 });
  });

  test('that changes nothing is nothing', () => {
    when({}).thenNothingHappened();
    when({ type: 'incident', category: [], impact: null }).thenNothingHappened();
  });

  test('with a category that is none is refused', () => {
    when({ category: 'network/' }).thenRefused('category.invalid');
  });

  test('of a closed ticket is refused, of an absent one too', () => {
    when({ priority: 'P1' }, [opened(), moved(CLOSED)]).thenRefused('ticket.closed');
    given(ticketDecider)
      .when(command(TriageTicket, { priority: 'P1' }))
      .thenRefused('ticket.notFound');
  });
});
