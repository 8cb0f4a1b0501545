import 'reflect-metadata';
import type { FactOf } from '@docket/deciding';
import { AGENT_ID, OPEN, PENDING, REQUESTER_ID, TEAM_ID, WORKFLOW, eventsOf, moved, opened } from '../testing/world.js';
import type { TicketEvent } from './events.js';
import { tell } from './told.js';

const told = (fact: FactOf<TicketEvent>) => {
  const [event] = eventsOf([{ fact }]);
  if (!event) throw new Error('there is one');
  return tell(event);
};

describe('an event as people are told it', () => {
  test('a creation is what the ticket began with; what decided is beside it', () => {
    const { changes, details, decidedBy } = told(opened({ impact: 1, tags: ['vpn'], customFields: { site: 'hcm' } }));
    expect(changes).toContainEqual({ field: 'subject', from: null, to: 'Parcel late' });
    expect(changes).toContainEqual({ field: 'priority', from: null, to: 'P3' });
    expect(changes).toContainEqual({ field: 'impact', from: null, to: 1 });
    expect(changes).toContainEqual({ field: 'tags', from: null, to: ['vpn'] });
    expect(changes).toContainEqual({ field: 'customFields.site', from: null, to: 'hcm' });
    expect(changes.map(({ field }) => field)).not.toContain('workflow');
    expect(details).toEqual({ basis: 'default' });
    expect(decidedBy).toEqual({ workflow: WORKFLOW });
  });

  test('a triage is the fields that it changed', () => {
    const data = {
      requesterId: REQUESTER_ID,
      impact: 1,
      priority: 'P1',
      from: { impact: null, priority: 'P3' },
      basis: 'hand',
      reason: 'r',
    } as const;
    expect(told({ type: 'TicketTriaged', data })).toEqual({
      changes: [
        { field: 'impact', from: null, to: 1 },
        { field: 'priority', from: 'P3', to: 'P1' },
      ],
      details: { basis: 'hand', reason: 'r' },
    });
  });

  test('an assignment is who has it and who had it', () => {
    const data = { requesterId: REQUESTER_ID, agentId: AGENT_ID, from: { teamId: TEAM_ID }, how: 'claim' } as const;
    expect(told({ type: 'TicketAssigned', data })).toEqual({
      changes: [
        { field: 'assignee.agentId', from: null, to: AGENT_ID },
        { field: 'assignee.teamId', from: TEAM_ID, to: null },
      ],
      details: { how: 'claim' },
    });
  });

  test('a move is from where to where; a status that only says more changes nothing of these', () => {
    expect(told(moved(OPEN, { reason: 'on it' }))).toEqual({
      changes: [
        { field: 'status', from: 'new', to: 'open' },
        { field: 'statusCategory', from: 'new', to: 'open' },
      ],
      details: { reason: 'on it' },
      decidedBy: { workflow: WORKFLOW },
    });
    expect(told(moved(PENDING, { waitingOn: 'supplier' }, PENDING))).toEqual({
      changes: [],
      details: { waitingOn: 'supplier' },
      decidedBy: { workflow: WORKFLOW },
    });
  });

  test('a comment is its words, and who wrote them', () => {
    const comment = {
      messageId: 'm',
      body: 'b',
      format: 'plain',
      visibility: 'public',
      author: { kind: 'agent', id: AGENT_ID },
      direction: 'out',
      channel: 'api',
      automatic: false,
      attachmentIds: [],
    } as const;
    expect(told({ type: 'TicketCommented', data: { requesterId: REQUESTER_ID, ...comment } })).toEqual({ changes: [], comment });
  });

  test('a custom field is the field', () => {
    expect(told({ type: 'TicketFieldChanged', data: { requesterId: REQUESTER_ID, key: 'site', from: 'hcm', to: null } })).toEqual({
      changes: [{ field: 'customFields.site', from: 'hcm', to: null }],
    });
  });
});
