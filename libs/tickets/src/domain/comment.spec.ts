import 'reflect-metadata';
import type { Actor } from '@docket/event-store';
import { TEST_ACTOR, given } from '@docket/deciding/testing';
import { CommentOnTicket } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import { AGENT_ID, CLOSED, JOINED_REQUESTER_ID, NOBODY_ID, NOW, REPORTED, REQUESTER_ID, command } from '../testing/world.js';
import { moved, opened, references } from '../testing/world.js';
import type { TicketCommented } from './events.js';

/** Derived from the command's id, which is the same in all of these tests. */
const MESSAGE_ID = 'd65d4d71-8bf6-53bc-bc2a-be2cb2ebae34';

const text = { body: 'On its way', visibility: 'public' } as const;
const when = (fields: Partial<CommentOnTicket> = {}, actor: Actor = TEST_ACTOR, facts = [opened()]) =>
  given(ticketDecider, facts).when(command(CommentOnTicket, { ...text, ...fields }), { references, actor });

const commented = (data: Partial<TicketCommented> = {}) => ({
  type: 'TicketCommented' as const,
  data: {
    requesterId: REQUESTER_ID,
    messageId: MESSAGE_ID,
    ...text,
    format: 'plain' as const,
    author: { kind: 'agent' as const, id: TEST_ACTOR.id },
    direction: 'out' as const,
    channel: 'api',
    automatic: false,
    attachmentIds: [],
    ...data,
  },
});

describe('a comment', () => {
  test('has a default for all but its words and who may see them', () => {
    expect(when().then([commented()])).toMatchObject({ commentCount: 1, firstRespondedAt: NOW });
  });

  test('keeps what is known of it', () => {
    const known = {
      format: 'html',
      channel: 'email',
      inReplyTo: MESSAGE_ID,
      to: ['a@example.com'],
      cc: ['b@example.com'],
      automatic: true,
    } as const;
    when({ ...known, to: [...known.to], cc: [...known.cc] }).then([commented(known)]);
  });

  test('is never the same as one before: the same words twice are two comments', () => {
    const ticket = when({}, TEST_ACTOR, [opened(), commented()]).then([commented()]);
    expect(ticket.commentCount).toBe(2);
  });

  test('of an absent ticket is refused', () => {
    given(ticketDecider).when(command(CommentOnTicket, text)).thenRefused('ticket.notFound');
  });

  test('may have been made earlier, but not before the ticket was reported', () => {
    when({ occurredAt: REPORTED }).then([{ ...commented(), occurredAt: REPORTED }]);
    when({ occurredAt: '2024-05-20T06:59:59Z' }).thenRefused('occurredAt.beforeCreation');
  });
});

describe('the author of a comment', () => {
  test('is whoever sends it, who need not be an agent', () => {
    when({}, { kind: 'requester', id: REQUESTER_ID }).then([
      commented({ author: { kind: 'requester', id: REQUESTER_ID }, direction: 'in' }),
    ]);
    when({}, { kind: 'automation', id: 'rules' }).then([commented({ author: { kind: 'automation', id: 'rules' }, automatic: true })]);
  });

  test('can be the requester, whose words an agent types', () => {
    when({ author: { kind: 'requester' } }).then([commented({ author: { kind: 'requester', id: REQUESTER_ID }, direction: 'in' })]);
  });

  test('can be somebody else who is known', () => {
    when({ author: { kind: 'agent', id: AGENT_ID } }).then([commented({ author: { kind: 'agent', id: AGENT_ID } })]);
    const author = { kind: 'requester', id: JOINED_REQUESTER_ID } as const;
    when({ author, direction: 'out' }).then([commented({ author, direction: 'out' })]);
    when({ author: { kind: 'agent', id: NOBODY_ID } }).thenRefused('agent.notFound');
    when({ author: { kind: 'requester', id: NOBODY_ID } }).thenRefused('requester.notFound');
  });

  test('of another kind needs an id', () => {
    when({ author: { kind: 'agent' } }).then([commented()]);
    expect(when({ author: { kind: 'integration' } }).thenRefused('author.required').field).toBe('author.id');
    when({ author: { kind: 'integration', id: NOBODY_ID } }).then([commented({ author: { kind: 'integration', id: NOBODY_ID } })]);
  });
});

describe('a closed ticket', () => {
  const closed = [opened(), moved(CLOSED)];

  test('takes notes', () => {
    when({ visibility: 'internal' }, TEST_ACTOR, closed).then([commented({ visibility: 'internal' })]);
  });

  test('takes no word that the requester would see', () => {
    when({}, TEST_ACTOR, closed).thenRefused('ticket.closed');
  });
});

describe('the first response', () => {
  test.each<[string, Partial<CommentOnTicket>]>([
    ['a note', { visibility: 'internal' }],
    ['an automatic answer', { automatic: true }],
    ['what the requester adds', { author: { kind: 'requester' } }],
    ['what an agent brings in', { direction: 'in' }],
  ])('is not %s', (_, fields) => {
    const decided = when(fields);
    const ticket = decided.then([
      commented({
        ...fields,
        ...(fields.author ? { author: { kind: 'requester', id: REQUESTER_ID }, direction: 'in' } : {}),
      } as Partial<TicketCommented>),
    ]);
    expect(ticket).not.toHaveProperty('firstRespondedAt');
  });

  test('is the earliest one, in whatever order they come to be known', () => {
    const later = { ...commented(), occurredAt: '2024-05-20T07:40:00.000Z' };
    const earlier = '2024-05-20T07:20:00.000Z';
    const ticket = when({ occurredAt: earlier }, TEST_ACTOR, [opened(), later]).then([{ ...commented(), occurredAt: earlier }]);
    expect(ticket).toMatchObject({ firstRespondedAt: earlier, updatedAt: later.occurredAt });
    expect(when({}, TEST_ACTOR, [opened(), later]).then([commented()]).firstRespondedAt).toBe(later.occurredAt);
  });
});
