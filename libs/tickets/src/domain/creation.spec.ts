import 'reflect-metadata';
import { given, type TestCircumstances } from '@docket/deciding/testing';
import { CreateTicket } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import {
  AGENT_ID,
  INACTIVE_AGENT_ID,
  JOINED_REQUESTER_ID,
  NOBODY_ID,
  NOW,
  REQUESTER_ID,
  TEAM_ID,
  aTicket,
  command,
  references,
} from '../testing/world.js';
import { CATEGORY_DEPTH_MAX, CATEGORY_LENGTH_MAX, CUSTOM_FIELDS_MAX, CUSTOM_FIELD_KEY_LENGTH_MAX } from './limits.js';
import { CUSTOM_FIELD_TEXT_LENGTH_MAX, CUSTOM_FIELD_VALUES_MAX, OCCURRED_AT_MIN } from './limits.js';

const required = { subject: aTicket.subject, description: aTicket.description, requester: { name: 'Customer A' } };

const when = (fields: Partial<CreateTicket> = {}, more: TestCircumstances = {}) =>
  given(ticketDecider).when(command(CreateTicket, { ...required, ...fields }), {
    references,
    number: aTicket.number,
    required: { requester: REQUESTER_ID },
    ...more,
  });

const creates = (fields: Partial<CreateTicket>, data: Partial<typeof aTicket>) =>
  when(fields).then([{ type: 'TicketCreated', data: { ...aTicket, ...data } }]);

describe('a new ticket', () => {
  test('needs a subject, a description and a requester; all else has a default', () => {
    expect(creates({}, {})).toEqual({
      id: '018f8c7e-0000-7000-8000-000000000001',
      revision: 0,
      position: '00000000000000000001',
      ...aTicket,
      assignee: {},
      commentCount: 0,
      publicCommentCount: 0,
      reopenCount: 0,
      createdAt: NOW,
      updatedAt: NOW,
    });
  });

  test('keeps all that is known of it', () => {
    const known = {
      format: 'markdown',
      type: 'request',
      channel: 'phone',
      impactText: 'Nobody can ship',
      environment: 'Windows 11',
      externalRef: { system: 'servicenow', id: 'INC0000045' },
      affected: { service: 'shipping', location: 'Hanoi' },
    } as const;
    const ticket = creates({ ...known, tags: ['vpn', ' vpn ', 'urgent'] }, { ...known, tags: ['vpn', 'urgent'] });
    expect(ticket).toMatchObject({ ...known, tags: ['vpn', 'urgent'] });
  });

  test('was reported when it says so', () => {
    const occurredAt = '2024-05-19T23:00:00+08:00';
    const at = '2024-05-19T15:00:00.000Z';
    const ticket = when({ occurredAt }).then([{ type: 'TicketCreated', data: aTicket, occurredAt: at }]);
    expect(ticket).toMatchObject({ createdAt: at, updatedAt: at });
    when({ occurredAt: '2024-05-20T08:00:00.001Z' }).thenRefused('occurredAt.future');
    when({ occurredAt: '1969-12-31T23:59:59.999Z' }).thenRefused('occurredAt.tooEarly');
    when({ occurredAt: OCCURRED_AT_MIN }).then([{ type: 'TicketCreated', data: aTicket, occurredAt: OCCURRED_AT_MIN }]);
  });

  test('knows how exactly it is known when the trouble began, which was not after it was reported', () => {
    const at = '2024-05-20T00:00:00.000Z';
    creates({ problemStartedAt: { at, precision: 'day' } }, { problemStartedAt: { at, precision: 'day' } });
    creates({ problemStartedAt: { at } }, { problemStartedAt: { at, precision: 'minute' } });
    when({ problemStartedAt: { at: '2024-05-20T08:00:00.001Z' } }).thenRefused('problemStartedAt.later');
    when({ problemStartedAt: { at: '9999-12-31T23:59:59-12:00' } }).thenRefused('problemStartedAt.later');
    when({ problemStartedAt: { at }, occurredAt: '2024-05-19T00:00:00Z' }).thenRefused('problemStartedAt.later');
  });

  test('is not made twice', () => {
    given(ticketDecider, [{ type: 'TicketCreated', data: aTicket }])
      .when(command(CreateTicket, required), { references, required: { requester: REQUESTER_ID } })
      .thenRefused('ticket.exists');
  });

  test('needs the workflow', () => {
    when({}, { references: [] }).thenRefused('workflow.notFound');
  });
});

describe('the priority of a new ticket', () => {
  const matrix = { id: 'default', revision: 0 };

  test.each([
    [1, 1, 'P1'],
    [1, 2, 'P2'],
    [1, 3, 'P3'],
    [2, 1, 'P2'],
    [2, 2, 'P3'],
    [2, 3, 'P4'],
    [3, 1, 'P3'],
    [3, 2, 'P4'],
    [3, 3, 'P4'],
  ] as const)('impact %d and urgency %d give %s', (impact, urgency, priority) => {
    const ticket = creates({ impact, urgency }, { impact, reportedUrgency: urgency, priority, basis: 'matrix', matrix });
    expect(ticket).toMatchObject({ impact, urgency, reportedUrgency: urgency, priority });
  });

  test('can be told in words', () => {
    creates({ impact: 'high', urgency: 'low' }, { impact: 1, reportedUrgency: 3, priority: 'P3', basis: 'matrix', matrix });
    creates({ impact: 'medium' }, { impact: 2 });
  });

  test('by hand beats the matrix', () => {
    creates({ impact: 3, urgency: 3, priority: 'P1' }, { impact: 3, reportedUrgency: 3, priority: 'P1', basis: 'hand' });
  });

  test('of which too little is known is P3', () => {
    creates({ urgency: 1 }, { reportedUrgency: 1, priority: 'P3', basis: 'default' });
  });
});

describe('the requester of a new ticket', () => {
  test('is found or made before the ticket', () => {
    const [requirement] = ticketDecider.commands['CreateTicket']?.requires?.(undefined, command(CreateTicket, required), {} as never) ?? [];
    expect(requirement).toMatchObject({ label: 'requester', command: { name: 'Customer A' } });
  });

  test('can be named by id; one that was joined to another is the other', () => {
    creates({ requester: { id: REQUESTER_ID } }, {});
    creates({ requester: { id: JOINED_REQUESTER_ID } }, { requesterId: REQUESTER_ID });
    when({ requester: { id: NOBODY_ID } }).thenRefused('requester.notFound');
  });

  test('has an address at least, and is named in one way', () => {
    creates({ requester: { email: 'a@example.com' } }, {});
    when({ requester: { phone: '1' } }).thenRefused('requester.incomplete');
    when({ requester: { id: REQUESTER_ID, name: 'A' } }).thenRefused('requester.ambiguous');
  });

  test('who is named badly is not made: nothing is required', () => {
    const requires = ticketDecider.commands['CreateTicket']?.requires;
    for (const requester of [{ phone: '1' }, { id: REQUESTER_ID }, {}])
      expect(requires?.(undefined, command(CreateTicket, { ...required, requester }), {} as never)).toEqual([]);
  });
});

describe('the category of a new ticket', () => {
  test('is a path, as a list or with slashes', () => {
    creates({ category: ['hardware', ' laptop '] }, { category: ['hardware', 'laptop'] });
    creates({ category: 'hardware / laptop' }, { category: ['hardware', 'laptop'] });
  });

  const part = 'x'.repeat(CATEGORY_LENGTH_MAX / 2 - 1);
  test.each<[string, unknown]>([
    ['too deep', Array<string>(CATEGORY_DEPTH_MAX + 1).fill('a')],
    ['blank in one part', 'hardware//laptop'],
    ['a part with a slash', ['hardware/laptop']],
    ['a part too long', ['x'.repeat(101)]],
    ['too long', [part, part, '']],
    ['too long altogether', [part, `${part}xx`]],
    ['a number', 7],
    ['a list of numbers', [7]],
  ])('is refused when it is %s', (_, category) => {
    expect(when({ category: category as string }).thenRefused('category.invalid').field).toBe('category');
  });

  test('may be as deep and as long as can be', () => {
    const deep = Array<string>(CATEGORY_DEPTH_MAX).fill('a');
    creates({ category: deep }, { category: deep });
    creates({ category: [part, `${part}x`] }, { category: [part, `${part}x`] });
  });
});

describe('the custom fields of a new ticket', () => {
  const fields = (count: number, value: unknown) => Object.fromEntries(Array.from({ length: count }, (_, field) => [`f${field}`, value]));

  test('are scalars and lists of scalars; null says nothing', () => {
    const customFields = { site: 'hcm', seats: 7, remote: false, floors: [1, 'b', true] };
    creates({ customFields: { ...customFields, nothing: null } }, { customFields });
  });

  test.each<[string, Record<string, unknown>]>([
    ['an object', { a: { b: 1 } }],
    ['a list in a list', { a: [[1]] }],
    ['a null in a list', { a: [null] }],
    ['a text too long', { a: 'x'.repeat(CUSTOM_FIELD_TEXT_LENGTH_MAX + 1) }],
    ['a key that begins with no letter', { _a: 1 }],
    ['a key with a dot', { 'a.b': 1 }],
    ['a key too long', { ['x'.repeat(CUSTOM_FIELD_KEY_LENGTH_MAX + 1)]: 1 }],
  ])('with %s are refused', (_, customFields) => {
    when({ customFields }).thenRefused('customField.invalid');
  });

  test('have limits', () => {
    const longest = { ['x'.repeat(CUSTOM_FIELD_KEY_LENGTH_MAX)]: 'x'.repeat(CUSTOM_FIELD_TEXT_LENGTH_MAX) };
    creates({ customFields: longest }, { customFields: longest });
    when({ customFields: fields(CUSTOM_FIELDS_MAX, 1) }).then([
      { type: 'TicketCreated', data: { ...aTicket, customFields: fields(CUSTOM_FIELDS_MAX, 1) as Record<string, number> } },
    ]);
    when({ customFields: fields(CUSTOM_FIELDS_MAX + 1, 1) }).thenRefused('customField.tooMany');
    const list = (length: number) => ({ all: Array.from({ length }, (_, item) => item) });
    creates({ customFields: list(CUSTOM_FIELD_VALUES_MAX) }, { customFields: list(CUSTOM_FIELD_VALUES_MAX) });
    when({ customFields: list(CUSTOM_FIELD_VALUES_MAX + 1) }).thenRefused('customField.tooMany');
  });
});

describe('a new ticket that somebody has from the start', () => {
  const assigned = (to: object, how: 'hand' | 'claim' = 'hand') =>
    ({ type: 'TicketAssigned', data: { requesterId: REQUESTER_ID, ...to, from: {}, how } }) as const;
  const created = { type: 'TicketCreated', data: aTicket } as const;

  test('is created and assigned', () => {
    const ticket = when({ assignee: { agentId: AGENT_ID, teamId: TEAM_ID } }).then([
      created,
      assigned({ agentId: AGENT_ID, teamId: TEAM_ID }),
    ]);
    expect(ticket).toMatchObject({ assignee: { agentId: AGENT_ID, teamId: TEAM_ID }, revision: 1 });
    when({ assignee: { agentId: AGENT_ID } }, { actor: { kind: 'agent', id: AGENT_ID } }).then([
      created,
      assigned({ agentId: AGENT_ID }, 'claim'),
    ]);
    when({ assignee: {} }).then([created]);
  });

  test('is refused where they are not there or not active', () => {
    expect(when({ assignee: { agentId: NOBODY_ID } }).thenRefused('agent.notFound').field).toBe('assignee.agentId');
    when({ assignee: { agentId: INACTIVE_AGENT_ID } }).thenRefused('agent.inactive');
    expect(when({ assignee: { teamId: NOBODY_ID } }).thenRefused('team.notFound').field).toBe('assignee.teamId');
  });
});

describe('the number of a new ticket', () => {
  const seriesOf = (occurredAt: string | undefined, now: string, timeZone: string) =>
    ticketDecider.commands['CreateTicket']?.takesNumber?.(command(CreateTicket, occurredAt === undefined ? {} : { occurredAt }), {
      now,
      timeZone,
    });

  test('is of the day on which it was reported, in the service’s time zone', () => {
    expect(seriesOf(undefined, NOW, 'UTC')?.stream).toBe('ticketNumber-20240520');
    expect(seriesOf(undefined, '2024-05-20T17:00:00.000Z', 'Asia/Shanghai')?.stream).toBe('ticketNumber-20240521');
    expect(seriesOf('2024-05-19T23:30:00-04:00', NOW, 'America/New_York')?.stream).toBe('ticketNumber-20240519');
  });

  test('has three digits, and more when a day has more', () => {
    const format = seriesOf(undefined, NOW, 'UTC')?.format;
    expect([1, 999, 1000].map((serial) => format?.(serial))).toEqual(['20240520-001', '20240520-999', '20240520-1000']);
  });
});
