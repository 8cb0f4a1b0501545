import { mappingOf } from '../mapping/read-mapping.js';
import { cellsOf, header, mapping, now, reader, reading, type Row } from '../testing/wide-log.js';
import { asOpened, changes, creation, type ChangeContext } from './changes.js';
import { RowReader } from './row-reader.js';

const snapshot = (row: Row) => {
  const cells = cellsOf(row);
  return reader.snapshot(cells, reader.timeOf(cells, undefined, now));
};

const context: ChangeContext = {
  requesterId: 'customer/hr:eve',
  workflow: { id: 'w', revision: 3 },
};
const between = (one: Row, other: Row) => changes(snapshot(one), snapshot(other), context).map(({ type, data }) => ({ type, ...data }));

describe('between two rows', () => {
  test('of which nothing differs lies nothing', () => {
    expect(between({}, { at: '2024-05-20 11:00', by: 'bob' })).toEqual([]);
  });

  test('a status lies, with what it waits for', () => {
    expect(between({}, { state: 'Waiting' })).toEqual([
      {
        type: 'TicketStatusChanged',
        requesterId: 'customer/hr:eve',
        from: 'new',
        fromCategory: 'new',
        to: 'pending',
        toCategory: 'paused',
        workflow: { id: 'w', revision: 3 },
        waitingOn: 'supplier',
      },
    ]);
    expect(between({ state: 'Waiting' }, { state: 'Asked' })).toMatchObject([{ from: 'pending', to: 'pending', waitingOn: 'requester' }]);
  });

  test('a triage lies: what changed and what it was', () => {
    expect(between({ cat: 'hardware', sub: '?' }, { impact: '1' })).toEqual([
      {
        type: 'TicketTriaged',
        requesterId: 'customer/hr:eve',
        category: ['hardware', 'laptop'],
        impact: 1,
        priority: 'P2',
        from: { category: ['hardware'], impact: 2, priority: 'P3' },
        basis: 'matrix',
        matrix: { id: 'default', revision: 0 },
      },
    ]);
    expect(between({ urgency: '2' }, { urgency: '?' })).toMatchObject([
      { urgency: null, from: { urgency: 2, basis: 'matrix' }, basis: 'default' },
    ]);
  });

  test('a priority that the matrix would give too is the matrix’s, another one is a hand’s', () => {
    expect(between({}, { prio: '3' })).toEqual([]);
    expect(between({}, { prio: '1' })).toMatchObject([{ type: 'TicketTriaged', priority: 'P1', from: { priority: 'P3' }, basis: 'hand' }]);
  });

  test('a priority that comes about in another way is said, though it is called the same', () => {
    expect(between({ impact: '?', prio: '3' }, { prio: '3' })).toMatchObject([
      { impact: 2, priority: 'P3', basis: 'matrix', from: { impact: null, priority: 'P3', basis: 'hand' } },
    ]);
    const [otherCategory] = between({}, { sub: 'screen' });
    expect(otherCategory).toMatchObject({ basis: 'matrix', from: { basis: 'matrix' } });
    expect(otherCategory).not.toHaveProperty('priority');
  });

  test('an assignment lies: both who has it and who had it', () => {
    expect(between({ group: 'A' }, { group: 'A', who: 'bob' })).toEqual([
      {
        type: 'TicketAssigned',
        requesterId: 'customer/hr:eve',
        agentId: 'agent/bob',
        teamId: 'team/A',
        from: { teamId: 'team/A' },
        how: 'hand',
      },
    ]);
    expect(between({ who: 'bob' }, {})).toMatchObject([{ type: 'TicketAssigned', from: { agentId: 'agent/bob' } }]);
  });

  test('custom fields lie: new, changed, and gone', () => {
    expect(between({}, { sla: 'true' })).toEqual([
      { type: 'TicketFieldChanged', requesterId: 'customer/hr:eve', key: 'sla', from: null, to: true },
    ]);
    expect(between({ sla: 'true' }, { sla: 'false' })).toMatchObject([{ key: 'sla', from: true, to: false }]);
    expect(between({ sla: 'true' }, {})).toMatchObject([{ key: 'sla', from: true, to: null }]);
  });

  test('what only a creation can tell finds its place in custom fields', () => {
    expect(between({ place: 'Rome' }, { place: 'Oslo', caller: 'joe', via: 'Mail', text: 'again' })).toEqual(
      [
        { type: 'TicketFieldChanged', requesterId: 'customer/hr:eve', key: 'text', from: null, to: 'again' },
        { type: 'TicketFieldChanged', requesterId: 'customer/hr:eve', key: 'via', from: 'Phone', to: 'Mail' },
        { type: 'TicketFieldChanged', requesterId: 'customer/hr:eve', key: 'caller', from: 'eve', to: 'joe' },
        { type: 'TicketFieldChanged', requesterId: 'customer/hr:eve', key: 'place', from: 'Rome', to: 'Oslo' },
      ].sort((one, other) => ORDER.indexOf(one.key) - ORDER.indexOf(other.key)),
    );
  });
  const ORDER = ['via', 'caller', 'place', 'text'];

  test('a reopening comes before what is done then, an end after it', () => {
    const types = (one: Row, other: Row) => between(one, other).map(({ type }) => type);
    expect(types({ state: 'Closed' }, { state: 'Active', who: 'bob' })).toEqual(['TicketStatusChanged', 'TicketAssigned']);
    expect(types({ state: 'Active' }, { state: 'Closed', who: 'bob' })).toEqual(['TicketAssigned', 'TicketStatusChanged']);
  });

  test('whose long text changes to one that has no place is rejected', () => {
    const long = new RowReader(
      mappingOf({ ...mapping, ticket: { ...mapping.ticket, subject: 'x', description: '{text}' } }),
      header,
      reading,
    );
    const read = (text: string) => long.snapshot(cellsOf({ text }), now);
    expect(() => changes(read('short'), read('x'.repeat(5_001)), context)).toThrow(
      'text: has 5001 characters; at most 5000 have a place where it changes',
    );
    expect(changes(read('short'), read('x'.repeat(5_000)), context)).toHaveLength(1);
  });
});

describe('what stands in every row from the start', () => {
  const done = { done: '2024-05-20 12:00', code: 'K7' };

  test('is no fact before its time', () => {
    expect(snapshot({ ...done, at: '2024-05-20 11:59' }).customFields).toEqual({});
    expect(snapshot({ ...done, at: '2024-05-20 12:00' }).customFields).toEqual({ done_at: '2024-05-20T12:00:00.000Z' });
  });

  test('is no fact as long as its time is not known', () => {
    expect(snapshot({ state: 'Closed', code: 'K7', at: '2024-06-01 00:00' }).resolution).toBeUndefined();
  });

  test('belongs to a resolution only when there is one', () => {
    const active = { ...done, at: '2024-05-20 12:30', state: 'Active' };
    expect(between(active, { ...active, state: 'Resolved' })).toMatchObject([{ to: 'resolved', resolution: { causeCode: 'K7' } }]);
    const early = { ...done, at: '2024-05-20 11:00', state: 'Resolved' };
    expect(between(early, { ...early, at: '2024-05-20 12:30' })).toMatchObject([
      { type: 'TicketFieldChanged', key: 'done_at' },
      { type: 'TicketStatusChanged', from: 'resolved', to: 'resolved', resolution: { causeCode: 'K7' } },
    ]);
  });
});

describe('a creation', () => {
  test('has the row’s values, the first status and nobody', () => {
    const row = snapshot({ state: 'Closed', who: 'bob', place: 'Rome', text: 'no sound', sla: 'yes' });
    const fact = creation(asOpened(row, 'new', 'new'), { ...context, number: '20240520-001', externalRef: { system: 'desk', id: '7' } });
    expect(fact).toEqual({
      type: 'TicketCreated',
      data: {
        number: '20240520-001',
        subject: 'Case 7: no sound',
        description: '',
        format: 'plain',
        requesterId: 'customer/hr:eve',
        channel: 'phone',
        type: 'incident',
        category: ['hardware', 'laptop'],
        priority: 'P3',
        basis: 'matrix',
        matrix: { id: 'default', revision: 0 },
        status: 'new',
        statusCategory: 'new',
        workflow: { id: 'w', revision: 3 },
        reportedUrgency: 2,
        impact: 2,
        affected: { location: 'Rome' },
        externalRef: { system: 'desk', id: '7' },
        tags: [],
        customFields: { sla: true },
      },
    });
  });
});
