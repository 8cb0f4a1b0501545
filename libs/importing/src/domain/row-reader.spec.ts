import { mappingOf } from '../mapping/read-mapping.js';
import { timeReader } from '../reading/times.js';
import { cellsOf, header, mapping, now, reader, reading, type Row } from '../testing/wide-log.js';
import { CASE_LENGTH_MAX, PERSON_VALUE_LENGTH_MAX, QUOTED_LENGTH_MAX } from './limits.js';
import { RejectedRow } from './rejected-row.js';
import { DoesNotFit, RowReader } from './row-reader.js';

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
    [
      'a case beyond the limit',
      { id: '7'.repeat(CASE_LENGTH_MAX + 1) },
      `id: has ${CASE_LENGTH_MAX + 1} characters; at most ${CASE_LENGTH_MAX} have a place`,
    ],
    ['no time', { at: '?' }, 'at: "?" is not a time'],
    ['a wrong time', { at: '2024-13-01 00:00' }, 'at: "2024-13-01 00:00" is not a time'],
    ['a future time', { at: '2025-01-01 00:01' }, 'at: 2025-01-01 00:01 lies in the future'],
    ['a wrong opening time', { opened: 'soon' }, 'opened: "soon" is not a time'],
    ['no status', { state: '?' }, 'state: is empty, and a ticket always has a status'],
    ['an unknown status', { state: '-100' }, 'state: "-100" is not among the values of the mapping'],
    [
      'a status that is a long text',
      { state: 'x'.repeat(QUOTED_LENGTH_MAX) + 'y' },
      `state: "${'x'.repeat(QUOTED_LENGTH_MAX)}"… is not among the values of the mapping`,
    ],
    [
      'a status of just so many characters',
      { state: 'x'.repeat(QUOTED_LENGTH_MAX) },
      `state: "${'x'.repeat(QUOTED_LENGTH_MAX)}" is not among the values of the mapping`,
    ],
    [
      'a time that is a long text',
      { at: 'x'.repeat(QUOTED_LENGTH_MAX) + 'y' },
      `at: "${'x'.repeat(QUOTED_LENGTH_MAX)}"… is not a time (unparsable)`,
    ],
    [
      'a moment to count from that is one',
      { done: 'x'.repeat(QUOTED_LENGTH_MAX) + 'y' },
      `done: "${'x'.repeat(QUOTED_LENGTH_MAX)}"… is not a time`,
    ],
    [
      'a truth that is one',
      { sla: 'x'.repeat(QUOTED_LENGTH_MAX) + 'y' },
      `sla: "${'x'.repeat(QUOTED_LENGTH_MAX)}"… is neither true nor false`,
    ],
    ['an unknown priority', { prio: '9' }, 'prio: "9" is not among the values of the mapping'],
    ['an unknown impact', { impact: 'x' }, 'impact: "x" is not among the values of the mapping'],
    ['an unknown channel', { via: 'Fax' }, 'via: "Fax" is not among the values of the mapping'],
    ['a wrong truth', { sla: 'perhaps' }, 'sla: "perhaps" is neither true nor false'],
    ['a wrong moment to count from', { done: 'never' }, 'done: "never" is not a time'],
    ['a long subject', { text: 'x'.repeat(300) }, 'the subject has 308 characters; at most 300 have a place'],
    [
      'a long person',
      { who: 'w'.repeat(PERSON_VALUE_LENGTH_MAX + 1) },
      `who: has ${PERSON_VALUE_LENGTH_MAX + 1} characters; at most ${PERSON_VALUE_LENGTH_MAX} have a place`,
    ],
    ['a long person in a space', { caller: 'c'.repeat(78) }, 'caller: has 78 characters; at most 77 have a place'],
    ['a deep category', { cat: 'a/b/c/d/e/f', sub: 'g/h/i/j/k' }, 'cat#2: a category has at most 10 parts'],
    ['a long part of a category', { cat: 'x'.repeat(101) }, 'cat: a part of a category has at most 100 characters'],
    ['a long place', { place: 'x'.repeat(101) }, 'place: has 101 characters; at most 100 have a place'],
  ])('with %s is rejected', (_, row, reason) => {
    expect(reject(row)).toThrow(RejectedRow);
    expect(reject(row)).toThrow(reason);
  });

  test.each<Row>([
    { id: '7'.repeat(CASE_LENGTH_MAX) },
    { text: 'x'.repeat(292) },
    { who: 'w'.repeat(PERSON_VALUE_LENGTH_MAX) },
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
});

test('a whole number is taken to its last digit, or not at all', () => {
  const counting = new RowReader(mappingOf({ ...mapping, customFields: [{ column: 'sla', as: 'number' }] }), header, reading);
  const countOf = (sla: string) => counting.snapshot(cellsOf({ sla }), now).customFields['sla'];
  expect([countOf('9007199254740991'), countOf('-12.5'), countOf('1e20')]).toEqual([9007199254740991, -12.5, 1e20]);
  expect(() => countOf('9007199254740993')).toThrow('sla: 9007199254740993 has more digits than a number holds: take it as text');
  expect(() => countOf('many')).toThrow('sla: "many" is not a number');
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
