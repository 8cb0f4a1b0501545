import 'reflect-metadata';
import fc from 'fast-check';
import { drawsEachType } from '@docket/event-store/testing';
import { categoryOf, defaultWorkflow, isEnded, isReopening } from '@docket/workflow';
import { TERMS_MAX } from '@docket/document-store';
import type { Json } from '@docket/event-store';
import { evolveTicket } from './evolve.js';
import { ticketEventTypes } from './events.js';
import { tell } from './told.js';
import type { Ticket } from './ticket.js';
import { termsOf } from '../projections/terms.js';
import { live, logOf, wishes, type Step } from '../testing/random-lives.js';

const ONE_TICKET = { tickets: 1, most: 40 };

/** What holds for every ticket, whatever has been done with it. */
const expectValid = (ticket: Ticket): void => {
  const has = (field: keyof Ticket): boolean => field in ticket;
  expect(categoryOf(defaultWorkflow, ticket.status)).toBe(ticket.statusCategory);
  expect(has('resolvedAt')).toBe(isEnded(ticket.statusCategory));
  expect(has('closedAt')).toBe(ticket.statusCategory === 'closed');
  if (has('waitingOn') || has('waitingUntil')) expect(ticket.statusCategory).toBe('paused');
  if (has('resolution')) expect(isEnded(ticket.statusCategory)).toBe(true);
  if (has('closing')) expect(ticket.statusCategory).toBe('closed');
  expect(ticket.updatedAt >= ticket.createdAt).toBe(true);
  expect(new Set(ticket.tags).size).toBe(ticket.tags.length);
  expect(termsOf(ticket).length).toBeLessThanOrEqual(TERMS_MAX);
  // A document is what JSON can hold: no undefined in it.
  expect(JSON.parse(JSON.stringify(ticket))).toStrictEqual(ticket);
};

const expectAllowed = ({ before, events }: Step): void => {
  for (const event of events) {
    if (before?.statusCategory !== 'closed') continue;
    expect(['TicketStatusChanged', 'TicketCommented']).toContain(event.type);
    if (event.type === 'TicketCommented') expect(event.data.visibility).toBe('internal');
    if (event.type === 'TicketStatusChanged') expect(event.data.to).toBe('open');
  }
};

describe.each([{ tickets: 3, most: 30 }, ONE_TICKET])('in $most wishes for $tickets tickets', (lives) => {
  drawsEachType(ticketEventTypes, fc.sample(wishes(lives).map(logOf), { numRuns: 100, seed: 6 }));
});

describe('whatever is done with tickets', () => {
  test('leaves valid tickets, and nothing happens to closed ones that must not', () => {
    let events = 0;
    fc.assert(
      fc.property(wishes(), (all) => {
        for (const step of live(all)) {
          events += step.events.length;
          expectAllowed(step);
          if (step.after) expectValid(step.after);
        }
      }),
      { numRuns: 300 },
    );
    expect(events).toBeGreaterThan(1_000);
  });

  test('can be folded again from its events, to the same tickets', () => {
    fc.assert(
      fc.property(wishes(), (all) => {
        const last = new Map<string, Ticket>();
        for (const { after } of live(all)) if (after) last.set(after.id, after);
        const replayed = new Map<string, Ticket>();
        for (const event of logOf(all)) {
          const ticket = evolveTicket(replayed.get(event.stream), JSON.parse(JSON.stringify(event)) as typeof event);
          replayed.set(event.stream, ticket);
        }
        expect([...replayed.values()]).toEqual(expect.arrayContaining([...last.values()]));
        expect(replayed.size).toBe(last.size);
      }),
      { numRuns: 200 },
    );
  });

  test('is told change by change: from nothing to what the ticket is', () => {
    fc.assert(
      fc.property(wishes(ONE_TICKET), (all) => {
        const steps = live(all);
        const known = new Map<string, Json>();
        for (const { field, from, to } of steps.flatMap(({ events }) => events.flatMap((event) => tell(event).changes))) {
          expect({ field, from }).toEqual({ field, from: known.get(field) ?? null });
          if (to === null) known.delete(field);
          else known.set(field, to);
        }
        const ticket = steps.at(-1)?.after;
        if (!ticket) return;
        const { type, category, priority, impact, urgency, status, statusCategory, assignee, tags, customFields } = ticket;
        const fields = { type, category, priority, impact, urgency, status, statusCategory, tags };
        const custom = Object.entries(customFields).map(([key, value]) => [`customFields.${key}`, value] as const);
        const people = Object.entries(assignee).map(([key, value]) => [`assignee.${key}`, value] as const);
        const expected = [...Object.entries(fields).filter(([, value]) => value !== undefined), ...custom, ...people];
        const reported = new Set(['number', 'subject', 'description', 'format', 'requesterId', 'channel', 'reportedUrgency']);
        expect(new Map([...known].filter(([field]) => !reported.has(field)))).toEqual(new Map(expected as [string, Json][]));
      }),
      { numRuns: 200 },
    );
  });

  test('counts its comments and its reopenings', () => {
    fc.assert(
      fc.property(wishes(ONE_TICKET), (all) => {
        const steps = live(all);
        const events = steps.flatMap((step) => step.events);
        const ticket = steps.at(-1)?.after;
        const reopenings = events.filter(
          ({ type, data }) => type === 'TicketStatusChanged' && isReopening(data.fromCategory, data.toCategory),
        );
        expect(ticket?.reopenCount ?? 0).toBe(reopenings.length);
        expect(ticket?.commentCount ?? 0).toBe(events.filter(({ type }) => type === 'TicketCommented').length);
      }),
      { numRuns: 200 },
    );
  });
});
