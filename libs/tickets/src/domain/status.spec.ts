import 'reflect-metadata';
import { given } from '@docket/deciding/testing';
import { workflowFold, defaultWorkflow } from '@docket/workflow';
import { ChangeTicketStatus } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import {
  CLOSED,
  NOW,
  OPEN,
  PENDING,
  REPORTED,
  RESOLVED,
  WORKFLOW,
  WORKFLOW_ID,
  command,
  moved,
  opened,
  references,
} from '../testing/world.js';

const to = (status: string, more: Partial<ChangeTicketStatus> = {}) => command(ChangeTicketStatus, { status, ...more });
const move = (facts: Parameters<typeof given>[1], change: ChangeTicketStatus, more: object = {}) =>
  given(ticketDecider, facts as never).when(change, { references, ...more });

describe('a move', () => {
  test('records both statuses with their categories, and the workflow that let it happen', () => {
    const ticket = move([opened()], to('open', { reason: 'on it' })).then([moved(OPEN, { reason: 'on it' })]);
    expect(ticket).toMatchObject({ status: 'open', statusCategory: 'open', workflow: WORKFLOW, updatedAt: NOW });
  });

  test('that the workflow does not have is refused, and told where it could go', () => {
    const refusal = move([opened(), moved(OPEN)], to('new')).thenRefused('transition.notAllowed');
    expect(refusal.message).toBe('from open it goes to pending, on_hold, resolved, closed, not to new');
    move([opened(), moved(CLOSED)], to('resolved')).thenRefused('transition.notAllowed');
  });

  test('to a status that the workflow does not know is refused', () => {
    expect(move([opened()], to('shipped')).thenRefused('status.unknown')).toMatchObject({ field: 'status', kind: 'unprocessable' });
  });

  test('goes by the rules of the ticket’s type, and records the revision that decided', () => {
    const types = [{ type: 'request', initial: 'new', moves: [{ from: 'new', to: ['closed'] }] }];
    const changed = { fold: workflowFold, id: WORKFLOW_ID };
    const facts = [
      { type: 'WorkflowDefined', data: defaultWorkflow },
      { type: 'WorkflowChanged', data: { ...defaultWorkflow, types } },
    ];
    const byType = { references: [{ ...changed, facts }] };
    move([opened({ type: 'request' })], to('open'), byType).thenRefused('transition.notAllowed');
    move([opened({ type: 'incident' })], to('open'), byType).then([moved(OPEN, { workflow: { id: WORKFLOW_ID, revision: 1 } })]);
  });

  test('without its workflow can’t be decided', () => {
    given(ticketDecider, [opened()]).when(to('open')).thenRefused('workflow.notFound');
  });

  test('to where the ticket is changes nothing', () => {
    move([opened(), moved(OPEN)], to('open', { reason: 'again' })).thenNothingHappened();
    move([opened(), moved(CLOSED)], to('closed')).thenNothingHappened();
  });

  test('that happened earlier carries when', () => {
    const occurredAt = '2024-05-20T09:30:00+02:00';
    const ticket = move([opened()], to('open', { occurredAt })).then([{ ...moved(OPEN), occurredAt: '2024-05-20T07:30:00.000Z' }]);
    expect(ticket.updatedAt).toBe('2024-05-20T07:30:00.000Z');
    move([opened()], to('open', { occurredAt: '2024-05-20T08:00:00.001Z' })).thenRefused('occurredAt.future');
    move([opened()], to('open', { occurredAt: '2024-05-20T06:59:59.999Z' })).thenRefused('occurredAt.beforeCreation');
    move([opened()], to('open', { occurredAt: REPORTED })).then([{ ...moved(OPEN), occurredAt: REPORTED }]);
  });
});

describe('a status that waits', () => {
  const until = '2024-05-21T08:00:00.000Z';

  test('says for whom, and until when', () => {
    const ticket = move([opened()], to('pending', { waitingOn: 'requester', until })).then([
      moved(PENDING, { waitingOn: 'requester', until }),
    ]);
    expect(ticket).toMatchObject({ waitingOn: 'requester', waitingUntil: until });
  });

  test('can come to wait for somebody else, and then says the whole anew', () => {
    const before = [opened(), moved(PENDING, { waitingOn: 'requester', until })];
    const ticket = move(before, to('pending', { waitingOn: 'supplier' })).then([moved(PENDING, { waitingOn: 'supplier' }, PENDING)]);
    expect(ticket.waitingOn).toBe('supplier');
    expect(ticket).not.toHaveProperty('waitingUntil');
    move(before, to('pending', { waitingOn: 'requester' })).thenNothingHappened();
  });

  test('is forgotten when the ticket goes on', () => {
    const ticket = move([opened(), moved(PENDING, { waitingOn: 'requester', until })], to('open')).then([moved(OPEN, {}, PENDING)]);
    expect(ticket).not.toHaveProperty('waitingOn');
    expect(ticket).not.toHaveProperty('waitingUntil');
  });

  test('is the only one that waits', () => {
    move([opened()], to('open', { waitingOn: 'requester' })).thenRefused('waitingOn.notPaused');
    move([opened()], to('open', { until })).thenRefused('until.notPaused');
  });

  test('waits for something to come', () => {
    move([opened()], to('pending', { until: NOW })).thenRefused('until.notInFuture');
    move([opened()], to('pending', { until: '2024-05-20T08:00:00.001Z' })).then([moved(PENDING, { until: '2024-05-20T08:00:00.001Z' })]);
  });
});

describe('resolving and closing', () => {
  const resolution = { kind: 'fixed', solution: 'Found at the depot' } as const;
  const closing = { confirmation: 'confirmed' } as const;

  test('record how, and when', () => {
    const resolved = move([opened()], to('resolved', { resolution })).then([moved(RESOLVED, { resolution })]);
    expect(resolved).toMatchObject({ resolution, resolvedAt: NOW });
    expect(resolved).not.toHaveProperty('closedAt');
    const before = [opened(), { ...moved(RESOLVED, { resolution }), occurredAt: REPORTED }];
    const closed = move(before, to('closed', { closing })).then([moved(CLOSED, { closing }, RESOLVED)]);
    expect(closed).toMatchObject({ resolution, closing, resolvedAt: REPORTED, closedAt: NOW });
  });

  test('closing at once is resolving too', () => {
    expect(move([opened()], to('closed', { resolution })).then([moved(CLOSED, { resolution })])).toMatchObject({
      resolvedAt: NOW,
      closedAt: NOW,
    });
  });

  test('a better resolution takes the place of the first, as long as the ticket is not closed', () => {
    const better = { ...resolution, cause: 'A wrong label' };
    const before = [opened(), { ...moved(RESOLVED, { resolution }), occurredAt: REPORTED }];
    const ticket = move(before, to('resolved', { resolution: better })).then([moved(RESOLVED, { resolution: better }, RESOLVED)]);
    expect(ticket).toMatchObject({ resolution: better, resolvedAt: REPORTED });
    move(before, to('resolved', { resolution })).thenNothingHappened();
    move([opened(), moved(CLOSED)], to('closed', { resolution })).thenRefused('ticket.closed');
  });

  test('have their details, and no other status has them', () => {
    move([opened()], to('open', { resolution })).thenRefused('resolution.notEnded');
    move([opened()], to('resolved', { closing })).thenRefused('closing.notClosed');
  });
});

describe('reopening', () => {
  test('is a move out of resolved or closed; it is counted, says what brought the ticket back, and forgets how it ended', () => {
    const ended = [opened(), moved(CLOSED, { resolution: { kind: 'fixed' }, closing: { confirmation: 'timedOut' } })];
    const ticket = move(ended, to('open', { trigger: 'recurrence' })).then([moved(OPEN, { trigger: 'recurrence' }, CLOSED)]);
    expect(ticket.reopenCount).toBe(1);
    for (const field of ['resolution', 'closing', 'resolvedAt', 'closedAt']) expect(ticket).not.toHaveProperty(field);
  });

  test('by hand, unless it says otherwise', () => {
    move([opened(), moved(RESOLVED)], to('open')).then([moved(OPEN, { trigger: 'hand' }, RESOLVED)]);
  });

  test('is the only move that was triggered', () => {
    move([opened()], to('open', { trigger: 'reply' })).thenRefused('trigger.notReopening');
  });
});

test('a move of a ticket that is not there is refused', () => {
  given(ticketDecider).when(to('open'), { references }).thenRefused('ticket.notFound');
});
