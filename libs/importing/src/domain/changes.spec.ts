import { mappingOf } from '../mapping/read-mapping.js';
import { timeReader } from '../reading/times.js';
import { asOpened, changes, creation, type ChangeContext } from './changes.js';
import { RejectedRow } from './rejected-row.js';
import { DoesNotFit, RowReader } from './row-reader.js';

const header = [
  'id',
  'at',
  'opened',
  'state',
  'prio',
  'impact',
  'urgency',
  'who',
  'group',
  'caller',
  'via',
  'cat',
  'cat',
  'place',
  'sla',
  'by',
  'done',
  'code',
  'text',
];

type Row = Partial<
  Record<
    | 'id'
    | 'at'
    | 'opened'
    | 'state'
    | 'prio'
    | 'impact'
    | 'urgency'
    | 'who'
    | 'group'
    | 'caller'
    | 'via'
    | 'cat'
    | 'sub'
    | 'place'
    | 'sla'
    | 'by'
    | 'done'
    | 'code'
    | 'text',
    string
  >
>;

const base: Row = {
  id: '7',
  at: '2024-05-20 09:00',
  opened: '2024-05-20 08:00',
  state: 'New',
  prio: '?',
  impact: '2',
  urgency: '2',
  caller: 'eve',
  via: 'Phone',
  cat: 'hardware',
  sub: 'laptop',
};

const cellsOf = (row: Row): string[] => {
  const all: Row = { ...base, ...row };
  const places = [
    'id',
    'at',
    'opened',
    'state',
    'prio',
    'impact',
    'urgency',
    'who',
    'group',
    'caller',
    'via',
    'cat',
    'sub',
    'place',
    'sla',
    'by',
    'done',
    'code',
    'text',
  ] as const;
  return places.map((name) => all[name] ?? '?');
};

const mapping = {
  source: 'desk',
  unknown: ['?'],
  case: 'id',
  time: { column: 'at', format: 'yyyy-MM-dd HH:mm', zone: 'UTC' },
  opened: 'opened',
  changedBy: 'by',
  ticket: {
    subject: 'Case {id}: {text}',
    channel: { column: 'via', values: { Phone: 'phone', Mail: 'email' } },
    requester: 'caller',
    category: ['cat', 'cat#2'],
    status: {
      column: 'state',
      values: {
        New: 'new',
        Active: 'open',
        Waiting: { status: 'pending', waitingOn: 'supplier' },
        Asked: { status: 'pending', waitingOn: 'requester' },
        Resolved: 'resolved',
        Closed: 'closed',
      },
    },
    priority: { column: 'prio', values: { '1': 'P1', '3': 'P3' } },
    impact: { column: 'impact', values: { '1': 1, '2': 'medium', '3': 'low' } },
    urgency: { column: 'urgency', values: { '1': 1, '2': 2, '3': 3 } },
    assignee: { agent: 'who', team: 'group' },
    affected: { location: 'place' },
    resolution: { causeCode: { column: 'code', since: ['done'] } },
  },
  customFields: [
    { column: 'sla', as: 'boolean' },
    { key: 'done_at', column: 'done', as: 'time', since: 'done' },
  ],
  people: [
    { kind: 'agent', columns: ['who', 'by'] },
    { kind: 'team', columns: ['group'], name: 'Team {value}' },
    { kind: 'customer', columns: ['caller'], space: 'hr' },
  ],
};

const categories = { new: 'new', open: 'open', pending: 'paused', resolved: 'resolved', closed: 'closed' } as const;
const reading = {
  time: timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'UTC' }),
  opened: timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'UTC' }),
  categoryOf: (status: string) => categories[status as keyof typeof categories],
  personId: ({ kind, externalId }: { kind: string; externalId: string }) => `${kind}/${externalId}`,
};

const reader = new RowReader(mappingOf(mapping), header, reading);
const now = Date.parse('2025-01-01T00:00Z');
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
    expect(between({ urgency: '2' }, { urgency: '?' })).toMatchObject([{ urgency: null, from: { urgency: 2 }, basis: 'default' }]);
  });

  test('a priority that the matrix would give too is the matrix’s, another one is a hand’s', () => {
    expect(between({}, { prio: '3' })).toEqual([]);
    expect(between({}, { prio: '1' })).toMatchObject([{ type: 'TicketTriaged', priority: 'P1', from: { priority: 'P3' }, basis: 'hand' }]);
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

describe('a row', () => {
  test('tells its case, its time, when it was opened, who changed it and whom it names', () => {
    const cells = cellsOf({ by: 'bob', who: 'ann', group: 'A' });
    expect(reader.caseOf(cells)).toBe('7');
    const at = reader.timeOf(cells, undefined, now);
    expect(at).toBe(Date.parse('2024-05-20T09:00Z'));
    expect(reader.openedAt(cells, at)).toBe(Date.parse('2024-05-20T08:00Z'));
    expect(reader.changedBy(cells)).toBe('agent/bob');
    expect(reader.people(cells)).toEqual([
      { kind: 'agent', externalId: 'ann', name: 'ann' },
      { kind: 'agent', externalId: 'bob', name: 'bob' },
      { kind: 'team', externalId: 'A', name: 'Team A' },
      { kind: 'customer', externalId: 'hr:eve', name: 'eve' },
    ]);
  });

  test('that says it was opened later than it was changed is not believed in that', () => {
    const at = Date.parse('2024-05-20T09:00Z');
    expect(reader.openedAt(cellsOf({ opened: '2024-05-20 10:00' }), at)).toBe(at);
    expect(reader.openedAt(cellsOf({ opened: '?' }), at)).toBe(at);
  });

  test('of the hour that the clocks showed twice is not older than its predecessor', () => {
    const berlin = timeReader({ format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' });
    const there = new RowReader(mappingOf(mapping), header, { ...reading, time: berlin });
    const before = there.timeOf(cellsOf({ at: '2024-10-27 02:50' }), undefined, now);
    expect(there.timeOf(cellsOf({ at: '2024-10-27 02:10' }), before, now)).toBe(Date.parse('2024-10-27T01:10Z'));
  });

  const reject = (row: Row, predecessor?: string) => () => {
    const cells = cellsOf(row);
    reader.caseOf(cells);
    const at = reader.timeOf(cells, predecessor === undefined ? undefined : Date.parse(predecessor), now);
    reader.openedAt(cells, at);
    reader.people(cells);
    reader.snapshot(cells, at);
  };

  test.each<[string, Row, string]>([
    ['no case', { id: '?' }, 'id: is empty, so nobody knows which case it is'],
    ['a case beyond the limit', { id: '7'.repeat(81) }, 'id: has 81 characters; at most 80 have a place'],
    ['no time', { at: '?' }, 'at: "?" is not a time'],
    ['a wrong time', { at: '2024-13-01 00:00' }, 'at: "2024-13-01 00:00" is not a time'],
    ['a future time', { at: '2025-01-01 00:01' }, 'at: 2025-01-01 00:01 lies in the future'],
    ['a wrong opening time', { opened: 'soon' }, 'opened: "soon" is not a time'],
    ['no status', { state: '?' }, 'state: is empty, and a ticket always has a status'],
    ['an unknown status', { state: '-100' }, 'state: "-100" is not among the values of the mapping'],
    ['an unknown priority', { prio: '9' }, 'prio: "9" is not among the values of the mapping'],
    ['an unknown impact', { impact: 'x' }, 'impact: "x" is not among the values of the mapping'],
    ['an unknown channel', { via: 'Fax' }, 'via: "Fax" is not among the values of the mapping'],
    ['a wrong truth', { sla: 'perhaps' }, 'sla: "perhaps" is neither true nor false'],
    ['a wrong moment to count from', { done: 'never' }, 'done: "never" is not a time'],
    ['a long subject', { text: 'x'.repeat(300) }, 'the subject has 308 characters; at most 300 have a place'],
    ['a long person', { who: 'w'.repeat(81) }, 'who: has 81 characters; at most 80 have a place'],
    ['a long person in a space', { caller: 'c'.repeat(78) }, 'caller: has 78 characters; at most 77 have a place'],
    ['a deep category', { cat: 'a/b/c/d/e/f', sub: 'g/h/i/j/k' }, 'cat#2: a category has at most 10 parts'],
    ['a long part of a category', { cat: 'x'.repeat(101) }, 'cat: a part of a category has at most 100 characters'],
    ['a long place', { place: 'x'.repeat(101) }, 'place: has 101 characters; at most 100 have a place'],
  ])('with %s is rejected', (_, row, reason) => {
    expect(reject(row)).toThrow(RejectedRow);
    expect(reject(row)).toThrow(reason);
  });

  test.each<Row>([
    { id: '7'.repeat(80) },
    { text: 'x'.repeat(292) },
    { who: 'w'.repeat(80) },
    { caller: 'c'.repeat(77) },
    { cat: 'a/b/c/d/e', sub: 'f/g/h/i/j' },
  ])('at the limit is taken: %j', (row) => {
    expect(reject(row)).not.toThrow();
  });

  test('older than its predecessor is rejected, one of the same time is not', () => {
    expect(reject({}, '2024-05-20T09:01Z')).toThrow("at: 2024-05-20 09:00 is older than its case's row before it");
    expect(reject({}, '2024-05-20T09:00Z')).not.toThrow();
  });

  test('with too few or too many columns is rejected', () => {
    expect(() => reader.caseOf(['7'])).toThrow('has 1 columns, the header has 19');
    expect(() => reader.caseOf([...cellsOf({}), ''])).toThrow('has 20 columns, the header has 19');
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

describe('a mapping does not fit', () => {
  const problemsOf = (changed: object, head = header) => {
    try {
      new RowReader(mappingOf({ ...mapping, ...changed }), head, reading);
      return [];
    } catch (error) {
      if (error instanceof DoesNotFit) return error.lines;
      throw error;
    }
  };

  test('a log without its columns: each is named', () => {
    const lines = problemsOf(
      {},
      header.filter((name) => name !== 'prio' && name !== 'via'),
    );
    expect(lines).toEqual([
      expect.stringMatching(/^ticket\.channel\.column: the log has no column via; its columns are id, /),
      expect.stringMatching(/^ticket\.priority\.column: the log has no column prio; /),
    ]);
  });

  test('a log that has a name only once', () => {
    expect(
      problemsOf(
        {},
        header.filter((name, place) => header.indexOf(name) === place),
      ),
    ).toEqual(['ticket.category[1]: the log has only one column of the name cat, so there is no cat#2']);
  });

  test('a workflow without its statuses, or of other kinds', () => {
    const status = { column: 'state', values: { New: 'fresh', Active: { status: 'open', waitingOn: 'supplier' } } };
    expect(problemsOf({ ticket: { ...mapping.ticket, status } })).toEqual([
      'ticket.status.values.New: the workflow has no status fresh',
      'ticket.status.values.Active: open is open, and only a paused status waits for somebody',
    ]);
  });
});
