import 'reflect-metadata';
import { AGENT_ID, OPEN, REQUESTER_ID, RESOLVED, eventsOf, moved, opened } from '../testing/world.js';
import { evolveTicket } from './evolve.js';
import { isOver, ticketAsOf } from './past.js';

// Recorded at 8:00, 8:01, 8:02; the resolution, recorded last, had happened before the work began.
const events = eventsOf([
  { fact: opened(), recordedAt: '2024-05-20T08:00:00.000Z' },
  { fact: { ...moved(OPEN), occurredAt: '2024-05-20T07:50:00.000Z' }, recordedAt: '2024-05-20T08:01:00.000Z' },
  { fact: { ...moved(RESOLVED, {}, OPEN), occurredAt: '2024-05-20T07:40:00.000Z' }, recordedAt: '2024-05-20T08:02:00.000Z' },
]);
const statusAt = (at: string, axis: 'recorded' | 'occurred') => ticketAsOf(events, { at, axis })?.status;

describe('a ticket as it was', () => {
  test('after a revision; after one that it does not have, there is nothing', () => {
    expect([0, 1, 2, 3].map((revision) => ticketAsOf(events, { revision })?.status)).toEqual(['new', 'open', 'resolved', undefined]);
  });

  test('as it was known at a moment', () => {
    expect(statusAt('2024-05-20T07:59:59.999Z', 'recorded')).toBeUndefined();
    expect(statusAt('2024-05-20T08:00:00.000Z', 'recorded')).toBe('new');
    expect(statusAt('2024-05-20T08:01:59.999Z', 'recorded')).toBe('open');
    expect(statusAt('2024-05-20T08:02:00.000Z', 'recorded')).toBe('resolved');
  });

  test('as it was at a moment in the world, whenever that came to be known', () => {
    expect(statusAt('2024-05-20T06:59:59.999Z', 'occurred')).toBeUndefined();
    expect(statusAt('2024-05-20T07:00:00.000Z', 'occurred')).toBe('new');
    expect(statusAt('2024-05-20T07:45:00.000Z', 'occurred')).toBe('resolved');
    expect(statusAt('2024-05-20T07:50:00.000Z', 'occurred')).toBe('open');
  });

  test('has the revision of the event that was recorded last, though another one happened last', () => {
    const at = '2024-05-20T07:50:00.000Z';
    expect(ticketAsOf(events, { at, axis: 'occurred' })).toMatchObject({ status: 'open', revision: 2, position: events[2]?.position });
    expect(ticketAsOf(events, { at: '2024-05-20T07:00:00.000Z', axis: 'occurred' })).toMatchObject({ revision: 0 });
  });

  test('begins with its creation, and keeps the order of what happened at the same moment', () => {
    const together = eventsOf([
      { fact: { ...opened(), occurredAt: '2024-05-20T07:00:00.000Z' } },
      { fact: { ...moved(OPEN), occurredAt: '2024-05-20T07:00:00.000Z' } },
      { fact: { ...moved(RESOLVED, {}, OPEN), occurredAt: '2024-05-20T07:00:00.000Z' } },
      {
        fact: {
          type: 'TicketAssigned',
          data: { requesterId: REQUESTER_ID, agentId: AGENT_ID, from: {}, how: 'hand' },
          occurredAt: '2024-05-20T06:00:00.000Z',
        },
      },
    ]);
    const moment = { at: '2024-05-20T07:00:00.000Z', axis: 'occurred' } as const;
    expect(ticketAsOf(together, moment)).toMatchObject({ status: 'resolved', assignee: { agentId: AGENT_ID } });
  });

  test('is decided by no later event once the log has gone beyond the moment, but for what happened earlier than it was known', () => {
    const [first, second] = events;
    if (!first || !second) throw new Error('there are three');
    expect([isOver({ revision: 0 }, first), isOver({ revision: 0 }, second)]).toEqual([false, true]);
    const at = '2024-05-20T08:00:00.000Z';
    expect([isOver({ at, axis: 'recorded' }, first), isOver({ at, axis: 'recorded' }, second)]).toEqual([false, true]);
    expect(isOver({ at, axis: 'occurred' }, second)).toBe(false);
  });
});

test('a ticket without its creation can’t be folded', () => {
  const [, second] = events;
  if (!second) throw new Error('there are three');
  expect(() => evolveTicket(undefined, second)).toThrow('TicketStatusChanged without TicketCreated before it');
});
