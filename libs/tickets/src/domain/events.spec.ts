import 'reflect-metadata';
import fc from 'fast-check';
import { undeclaredFields } from '@docket/deciding/testing';
import { logOf, wishes } from '../testing/random-lives.js';
import { ticketEventTypes } from './events.js';

test('of every field that stands in an event it is said whether it is personal', () => {
  fc.assert(
    fc.property(wishes().map(logOf), (events) => {
      expect(undeclaredFields(events, ticketEventTypes)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('what is personal in a ticket belongs to its requester, whom every such event names', () => {
  for (const { fields } of ticketEventTypes) {
    const owners = Object.values(fields).flatMap((field: 'plain' | { personalOf: string }) =>
      field === 'plain' ? [] : [field.personalOf],
    );
    expect([...new Set(owners)]).toEqual(['requesterId']);
    expect(fields.requesterId).toBe('plain');
  }
});
