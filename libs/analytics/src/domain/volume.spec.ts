import 'reflect-metadata';
import fc from 'fast-check';
import type { FactOf } from '@docket/deciding';
import type { TicketEvent, TicketTriaged } from '@docket/tickets';
import { CLOSED, OPEN, PENDING, REQUESTER_ID, RESOLVED, TEAM_ID, eventsOf, logOf, moved, opened, wishes } from '@docket/tickets/testing';
import { added, countTicket, volumeDifference, type Bucket, type CountedTicket, type VolumeEvent } from './volume.js';

const dayOf = (instant: string): string => instant.slice(0, 10);
const isCounted = (event: TicketEvent): event is VolumeEvent => event.type !== 'TicketCommented' && event.type !== 'TicketFieldChanged';

const counted = (events: readonly TicketEvent[]): CountedTicket => {
  const ticket = events
    .filter(isCounted)
    .reduce<CountedTicket | undefined>((before, event) => countTicket(before, event, dayOf), undefined);
  if (!ticket) throw new Error('no events');
  return ticket;
};
const on = (fact: FactOf<TicketEvent>, day: string) => ({ fact: { ...fact, occurredAt: `${day}T12:00:00.000Z` } });

/** Buckets after events, each taken as the difference that it makes. */
const bucketsOf = (events: readonly TicketEvent[]): ReadonlyMap<string, Bucket> => {
  const tickets = new Map<string, CountedTicket>();
  const buckets = new Map<string, Bucket>();
  for (const event of events.filter(isCounted)) {
    const before = tickets.get(event.stream);
    const after = countTicket(before, event, dayOf);
    tickets.set(event.stream, after);
    for (const [id, amount] of volumeDifference(before, after)) {
      const sum = added(buckets.get(id), amount);
      if (sum) buckets.set(id, sum);
      else buckets.delete(id);
    }
  }
  return buckets;
};

describe('what is counted of a ticket', () => {
  test('is its creation, every resolution and every reopening, each on its day', () => {
    const ticket = counted(
      eventsOf([
        on(opened(), '2024-05-20'),
        on(moved(OPEN), '2024-05-21'),
        on(moved(RESOLVED, {}, OPEN), '2024-05-22'),
        on(moved(OPEN, {}, RESOLVED), '2024-05-22'),
        on(moved(PENDING, {}, OPEN), '2024-05-23'),
        on(moved(CLOSED, {}, PENDING), '2024-05-24'),
      ]),
    );
    expect(ticket.days).toEqual({
      '2024-05-20': { created: 1, resolved: 0, reopened: 0 },
      '2024-05-22': { created: 0, resolved: 1, reopened: 1 },
      '2024-05-24': { created: 0, resolved: 1, reopened: 0 },
    });
  });

  test('closing what is resolved is no second resolution; what begins closed was resolved at once', () => {
    expect(
      counted(eventsOf([on(opened(), '2024-05-20'), on(moved(RESOLVED), '2024-05-20'), on(moved(CLOSED, {}, RESOLVED), '2024-05-21')]))
        .days,
    ).toEqual({
      '2024-05-20': { created: 1, resolved: 1, reopened: 0 },
    });
    expect(counted(eventsOf([on(opened({ statusCategory: 'closed' }), '2024-05-20')])).days).toEqual({
      '2024-05-20': { created: 1, resolved: 1, reopened: 0 },
    });
  });

  test('goes by where the ticket is, also where an import, which compares the rows of its file, says that it was elsewhere', () => {
    const byAgents = [on(opened(), '2024-05-20'), on(moved(RESOLVED), '2024-05-21')];
    const resolvedThere = on(moved(RESOLVED, {}, OPEN), '2024-05-22');
    const pausedThere = on(moved(PENDING, {}, OPEN), '2024-05-22');
    expect(counted(eventsOf([...byAgents, resolvedThere])).days).toEqual({
      '2024-05-20': { created: 1, resolved: 0, reopened: 0 },
      '2024-05-21': { created: 0, resolved: 1, reopened: 0 },
    });
    expect(counted(eventsOf([...byAgents, pausedThere])).days).toMatchObject({ '2024-05-22': { created: 0, resolved: 0, reopened: 1 } });
  });

  test('counts under the team, priority and type that it has now', () => {
    const facts = [
      on(opened({ type: 'request' }), '2024-05-20'),
      on({ type: 'TicketAssigned', data: { requesterId: REQUESTER_ID, teamId: TEAM_ID, from: {}, how: 'hand' } }, '2024-05-21'),
      on(
        { type: 'TicketTriaged', data: { requesterId: REQUESTER_ID, priority: 'P1', from: { priority: 'P3' }, basis: 'hand' } },
        '2024-06-01',
      ),
    ];
    expect(counted(eventsOf(facts))).toMatchObject({ team: TEAM_ID, priority: 'P1', type: 'request' });
    expect([...bucketsOf(eventsOf(facts)).values()]).toEqual([
      { period: 'day', start: '2024-05-20', team: TEAM_ID, priority: 'P1', type: 'request', created: 1, resolved: 0, reopened: 0 },
      { period: 'month', start: '2024-05', team: TEAM_ID, priority: 'P1', type: 'request', created: 1, resolved: 0, reopened: 0 },
    ]);
  });

  test('keeps the priority that an agent gave it where an import says that another one came about in another way', () => {
    const triaged = (data: Partial<TicketTriaged>) =>
      ({ type: 'TicketTriaged', data: { requesterId: REQUESTER_ID, from: {}, basis: 'hand', ...data } }) as const;
    const facts = [
      on(opened(), '2024-05-20'),
      on(triaged({ priority: 'P1', from: { priority: 'P3' } }), '2024-05-21'),
      on(triaged({ priority: 'P3', from: { priority: 'P3', basis: 'default' }, basis: 'matrix' }), '2024-05-22'),
    ];
    expect(counted(eventsOf(facts)).priority).toBe('P1');
  });

  test('is the same object where an event changes nothing of it', () => {
    const [first, second] = eventsOf([on(opened(), '2024-05-20'), on(moved(OPEN), '2024-05-20')]);
    const ticket = countTicket(undefined, first as VolumeEvent, dayOf);
    expect(countTicket(ticket, second as VolumeEvent, dayOf)).toBe(ticket);
    expect(volumeDifference(ticket, ticket).size).toBe(0);
    expect(() => countTicket(undefined, second as VolumeEvent, dayOf)).toThrow('TicketStatusChanged without TicketCreated before it');
  });
});

test('buckets that were changed event by event are what counting all tickets at the end gives', () => {
  fc.assert(
    fc.property(wishes({ tickets: 4, most: 40 }).map(logOf), (events) => {
      const recount = new Map<string, Bucket>();
      for (const stream of new Set(events.map((event) => event.stream))) {
        const ticket = counted(events.filter((event) => event.stream === stream));
        for (const [id, amount] of volumeDifference(undefined, ticket)) {
          const sum = added(recount.get(id), amount);
          if (sum) recount.set(id, sum);
        }
      }
      expect(new Map(bucketsOf(events))).toEqual(recount);
    }),
    { numRuns: 200 },
  );
});
