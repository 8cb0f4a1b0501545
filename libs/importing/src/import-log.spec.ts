import { readFileSync, writeFileSync } from 'node:fs';
import type { StreamEvent } from '@docket/event-store';
import { CreateTeam, agentFold, customerFold, teamDecider, teamFold } from '@docket/people';
import { Desk, row } from './testing/desk.js';

const told = ({ type, data, metadata }: StreamEvent) => ({ ...data, type, at: metadata.occurredAt.slice(0, 16) });
const types = (events: readonly StreamEvent[]) => events.map(({ type }) => type);

const parcel = [
  row('7', '2024-05-20 10:00', { opened: '2024-05-20 09:00', prio: '3', caller: 'eve', group: 'Post', by: 'ann' }),
  row('7', '2024-05-20 11:00', {
    opened: '2024-05-20 09:00',
    prio: '1',
    caller: 'eve',
    group: 'Post',
    who: 'bob',
    by: 'ann',
    state: 'Active',
  }),
  row('7', '2024-05-21 12:00', {
    opened: '2024-05-20 09:00',
    prio: '1',
    caller: 'eve',
    group: 'Post',
    who: 'bob',
    by: 'bob',
    state: 'Waiting',
    sla: 'true',
  }),
  row('7', '2024-05-22 08:00', {
    opened: '2024-05-20 09:00',
    prio: '1',
    caller: 'eve',
    group: 'Post',
    who: 'bob',
    by: 'bob',
    state: 'Closed',
    sla: 'true',
  }),
];

describe('an import', () => {
  test('writes history, not only the end', async () => {
    const desk = await Desk.open();
    const end = await desk.write(...parcel).import();
    expect(end).toEqual({ counts: { rows: 4, tickets: 1, events: 8, rejected: 0 }, began: 'start', rowsBefore: 0, complete: true });
    const events = await desk.history('7');
    const { requesterId } = await desk.ticket('7');
    expect(events.map(told)).toMatchObject([
      {
        type: 'TicketCreated',
        at: '2024-05-20T09:00',
        number: '20240520-001',
        subject: 'desk 7',
        status: 'new',
        priority: 'P3',
        requesterId,
        externalRef: { system: 'desk', id: '7' },
      },
      { type: 'TicketAssigned', at: '2024-05-20T10:00', from: {} },
      { type: 'TicketTriaged', at: '2024-05-20T11:00', priority: 'P1', from: { priority: 'P3' }, basis: 'hand' },
      { type: 'TicketAssigned', at: '2024-05-20T11:00' },
      { type: 'TicketStatusChanged', at: '2024-05-20T11:00', from: 'new', to: 'open' },
      { type: 'TicketFieldChanged', at: '2024-05-21T12:00', key: 'sla', from: null, to: true },
      { type: 'TicketStatusChanged', at: '2024-05-21T12:00', from: 'open', to: 'pending', waitingOn: 'requester' },
      { type: 'TicketStatusChanged', at: '2024-05-22T08:00', from: 'pending', to: 'closed' },
    ]);
    expect(events.every(({ metadata }) => metadata.via === 'import' && metadata.recordedAt === '2025-01-01T00:00:00.000Z')).toBe(true);
  });

  test('makes the people whom the log names, and says on whose behalf it acts', async () => {
    const desk = await Desk.open();
    await desk.write(...parcel).import();
    const { requesterId, assignee } = await desk.ticket('7');
    const agent = await desk.executor.load(agentFold, assignee.agentId ?? '');
    const team = await desk.executor.load(teamFold, assignee.teamId ?? '');
    const customer = await desk.executor.load(customerFold, requesterId);
    expect(agent?.state).toMatchObject({ name: 'Agent bob', externalRef: { system: 'desk', id: 'bob' } });
    expect(team?.state).toMatchObject({ name: 'Team Post', externalRef: { system: 'desk', id: 'Post' } });
    expect(customer?.state).toMatchObject({ name: 'eve', externalRef: { system: 'desk', id: 'eve' } });
    const actors = (await desk.history('7')).map(({ metadata }) => metadata.actor);
    expect(actors.at(-1)).toEqual({ kind: 'import', id: 'desk', onBehalfOf: assignee.agentId });
  });

  test('opens a ticket at its first row where nobody knows when it was opened, and for nobody where nobody asked', async () => {
    const desk = await Desk.open();
    await desk.write(row('8', '2024-05-20 10:00', { state: 'Active' })).import();
    expect((await desk.history('8')).map(told)).toMatchObject([
      { type: 'TicketCreated', at: '2024-05-20T10:00', status: 'new' },
      { type: 'TicketStatusChanged', at: '2024-05-20T10:00', from: 'new', to: 'open' },
    ]);
    const { requesterId } = await desk.ticket('8');
    expect((await desk.executor.load(customerFold, requesterId))?.state).toMatchObject({ name: 'Unknown' });
  });

  test('gives numbers of the day on which a case was opened in the service’s time zone, in the order of the file', async () => {
    const desk = await Desk.open('Asia/Shanghai');
    await desk
      .write(
        row('a', '2024-05-20 15:00', { opened: '2024-05-20 15:30' }),
        row('b', '2024-05-20 17:00', { opened: '2024-05-20 16:30' }),
        row('c', '2024-05-21 09:00', {}),
      )
      .import();
    const numbers = await Promise.all(['a', 'b', 'c'].map(async (name) => (await desk.ticket(name)).number));
    expect(numbers).toEqual(['20240520-001', '20240521-001', '20240521-002']);
  });

  test('keeps the order of the file where times are equal', async () => {
    const desk = await Desk.open();
    const at = '2024-05-20 10:00';
    await desk
      .write(row('7', at, {}), row('7', at, { state: 'Active' }), row('7', at, { state: 'Resolved' }), row('7', at, { state: 'Active' }))
      .import();
    expect((await desk.history('7')).slice(1).map(({ data }) => (data as { to: string }).to)).toEqual(['open', 'resolved', 'open']);
    expect((await desk.ticket('7')).reopenCount).toBe(1);
  });

  test('comes to the same however the cases are mixed', async () => {
    const rowsOf = (id: string) => [
      row(id, '2024-05-20 10:00', {}),
      row(id, '2024-05-20 11:00', { state: 'Active', who: 'bob' }),
      row(id, '2024-05-20 12:00', { state: 'Closed', who: 'ann' }),
    ];
    const cases = ['a', 'b', 'c'].map(rowsOf);
    const grouped = await Desk.open();
    await grouped.write(...cases.flat()).import();
    const mixed = await Desk.open();
    await mixed.write(...[0, 1, 2].flatMap((place) => cases.map((rows) => rows[place] ?? ''))).import();
    expect(await mixed.streams()).toEqual(await grouped.streams());
  });

  test('names a team otherwise where another team has its name', async () => {
    const desk = await Desk.open();
    await desk.execute(teamDecider, Object.assign(new CreateTeam(), { name: 'team post' }));
    await desk.write(...parcel).import();
    const { assignee } = await desk.ticket('7');
    expect((await desk.executor.load(teamFold, assignee.teamId ?? ''))?.state).toMatchObject({ name: 'Team Post (desk)' });
  });
});

describe('an import that is run again', () => {
  test('adds nothing', async () => {
    const desk = await Desk.open();
    await desk.write(...parcel).import();
    const before = await desk.streams();
    expect(await desk.import()).toEqual({
      counts: { rows: 0, tickets: 0, events: 0, rejected: 0 },
      began: 'on',
      rowsBefore: 4,
      complete: true,
    });
    expect(await desk.streams()).toEqual(before);
  });

  test('adds nothing either when its working file is lost, and takes no numbers', async () => {
    const desk = await Desk.open();
    await desk.write(...parcel).import();
    const head = await desk.store.head();
    expect(await desk.loseWorkingFile().import()).toMatchObject({
      counts: { rows: 4, tickets: 0, events: 0, rejected: 0 },
      began: 'start',
    });
    expect(await desk.store.head()).toBe(head);
  });

  test('adds what a longer file has more', async () => {
    const whole = await Desk.open();
    await whole.write(...parcel, row('9', '2024-05-22 08:00', {})).import();
    const desk = await Desk.open();
    await desk.write(...parcel.slice(0, 2)).import();
    const end = await desk.append(...parcel.slice(2), row('9', '2024-05-22 08:00', {})).import();
    expect(end).toMatchObject({ counts: { rows: 3, tickets: 1, events: 4 }, began: 'on', rowsBefore: 2 });
    expect(await desk.streams()).toEqual(await whole.streams());
  });

  test('reads a file anew that has more rows in between, and adds those', async () => {
    const [first = '', second = '', ...rest] = parcel;
    const other = (at: string, fields: object) => row('8', at, fields);
    const desk = await Desk.open();
    await desk.write(first, second, other('2024-05-20 10:00', {})).import();
    const end = await desk
      .write(first, second, ...rest, other('2024-05-20 10:00', {}), other('2024-05-20 12:00', { state: 'Closed' }))
      .import();
    expect(end).toMatchObject({ counts: { rows: 6, tickets: 0, events: 4, rejected: 0 }, began: 'anew' });
    expect((await desk.ticket('7')).status).toBe('closed');
    expect((await desk.ticket('8')).status).toBe('closed');
  });

  test('takes a last line that was being written for what it has become', async () => {
    const desk = await Desk.open();
    desk.write(parcel[0] ?? '');
    desk.append(...parcel.slice(1, 2));
    await desk.import();
    const half = (parcel[2] ?? '').slice(0, 30);
    desk.write(...parcel.slice(0, 2), half);
    writeFileSync(desk.file, readFileSync(desk.file, 'utf8').trimEnd());
    await desk.import();
    expect(desk.rejected).toMatchObject([{ line: 4, reason: expect.stringContaining('columns') }]);
    await desk.write(...parcel).import();
    const whole = await Desk.open();
    await whole.write(...parcel).import();
    expect(await desk.streams()).toEqual(await whole.streams());
  });

  test('takes a row of another time in the place of a known one for what it is: another log', async () => {
    const desk = await Desk.open();
    await desk.write(...parcel).import();
    const news = [row('7', '2024-05-23 08:00', { opened: '2024-05-20 09:00', state: 'Active', caller: 'eve' })];
    expect(await desk.write(...news).import()).toMatchObject({ counts: { rows: 1, events: 0, rejected: 1 }, began: 'anew' });
    expect(desk.rejected).toEqual([{ line: 2, case: '7', reason: 'another row is recorded in its place' }]);
  });
});

describe('a row that can’t be taken', () => {
  test('is told with its line and why, and the rest goes on', async () => {
    const desk = await Desk.open();
    const end = await desk
      .write(
        row('7', '2024-05-20 10:00', {}),
        row('7', '2024-05-20 09:00', { state: 'Resolved' }),
        row('7', '31.5.2024', { state: 'Resolved' }),
        row('7', '2024-05-20 10:30', { state: '-100' }),
        '7,2024-05-20 10:30,?',
        row('?', '2024-05-20 10:30', {}),
        row('7', '2026-05-20 10:30', {}),
        `7,2024-05-20 10:40,?,New\0`,
        row('7', '2024-05-20 11:00', { state: 'Active' }),
        row('8', '2024-05-20 10:30', { prio: '9' }),
      )
      .import();
    expect(end.counts).toEqual({ rows: 10, tickets: 1, events: 2, rejected: 8 });
    expect(desk.rejected).toEqual([
      { line: 3, case: '7', reason: "at: 2024-05-20 09:00 is older than its case's row before it" },
      { line: 4, case: '7', reason: expect.stringMatching(/^at: "31\.5\.2024" is not a time/) },
      { line: 5, case: '7', reason: 'state: "-100" is not among the values of the mapping' },
      { line: 6, case: undefined, reason: 'has 3 columns, the header has 11' },
      { line: 7, case: undefined, reason: 'id: is empty, so nobody knows which case it is' },
      { line: 8, case: '7', reason: 'at: 2026-05-20 10:30 lies in the future' },
      { line: 9, case: undefined, reason: 'has a NUL in it' },
      { line: 11, case: '8', reason: 'prio: "9" is not among the values of the mapping' },
    ]);
    expect((await desk.ticket('7')).status).toBe('open');
  });

  test('hides no change: the next row is compared with the last one that was taken', async () => {
    const desk = await Desk.open();
    await desk
      .write(
        row('7', '2024-05-20 10:00', { who: 'ann' }),
        row('7', '2024-05-20 11:00', { who: 'bob', state: '-100' }),
        row('7', '2024-05-20 12:00', { who: 'bob' }),
      )
      .import();
    expect(types(await desk.history('7'))).toEqual(['TicketCreated', 'TicketAssigned', 'TicketAssigned']);
  });

  test('at the beginning of a case leaves the beginning to the next one', async () => {
    const desk = await Desk.open();
    await desk.write(row('7', '2024-05-20 10:00', { state: '-100' }), row('7', '2024-05-20 11:00', { state: 'Active' })).import();
    expect((await desk.history('7')).map(told)).toMatchObject([
      { type: 'TicketCreated', at: '2024-05-20T11:00' },
      { type: 'TicketStatusChanged', to: 'open' },
    ]);
  });
});
