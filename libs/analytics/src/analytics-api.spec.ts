import 'reflect-metadata';
import { ServerInMemory } from '@docket/gateway/testing';
import { people } from '@docket/people';
import { tickets } from '@docket/tickets';
import { workflow } from '@docket/workflow';
import { analytics } from './capability.js';
import { REPORT_DIMENSIONS_MAX } from './domain/limits.js';

describe('the report on volume', () => {
  let server: ServerInMemory;
  let team: unknown;
  beforeAll(async () => {
    server = await ServerInMemory.start([people, workflow, tickets, analytics]);
    const ask = (path: string, body: object) => server.ask('POST', path, { body });
    team = (await ask('/teams', { name: 'Parcels' }))['id'];
    const open = async (occurredAt: string, fields: object) => {
      const ticket = await ask('/tickets', { subject: 's', description: 'd', requester: { name: 'A' }, occurredAt, ...fields });
      return String(ticket['id']);
    };
    const first = await open('2024-04-30T10:00:00Z', { priority: 'P1' });
    await open('2024-05-06T10:00:00Z', { priority: 'P2', assignee: { teamId: team } });
    await open('2024-05-12T23:59:59Z', { priority: 'P2', type: 'request' });
    const move = (status: string, occurredAt: string) => ask(`/tickets/${first}/status`, { status, occurredAt });
    await move('resolved', '2024-05-01T10:00:00Z');
    await move('open', '2024-05-02T10:00:00Z');
    await move('resolved', '2024-05-13T10:00:00Z');
  });
  afterAll(() => server.stop());

  const report = async (query: string) => server.ask('GET', `/analytics/volume?after=${await server.head()}&${query}`);
  /** [key, created, resolved, reopened] */
  const rows = async (query: string) =>
    ((await report(query))['rows'] as Record<string, unknown>[]).map((row) => [
      row['key'],
      row['created'],
      row['resolved'],
      row['reopened'],
    ]);

  test('tells days apart, if nothing else is said', async () => {
    expect(await report('from=2024-05-01&to=2024-05-02')).toEqual({
      report: 'volume',
      by: ['day'],
      from: '2024-05-01',
      to: '2024-05-02',
      rows: [
        { key: '2024-05-01', day: '2024-05-01', count: 0, created: 0, resolved: 1, reopened: 0 },
        { key: '2024-05-02', day: '2024-05-02', count: 0, created: 0, resolved: 0, reopened: 1 },
      ],
    });
  });

  test.each<[string, unknown[][]]>([
    [
      'by=week',
      [
        ['2024-W18', 1, 1, 1],
        ['2024-W19', 2, 0, 0],
        ['2024-W20', 0, 1, 0],
      ],
    ],
    [
      'by=month',
      [
        ['2024-04', 1, 0, 0],
        ['2024-05', 2, 2, 1],
      ],
    ],
    [
      'by=month&from=2024-04-30&to=2024-05-12',
      [
        ['2024-04', 1, 0, 0],
        ['2024-05', 2, 1, 1],
      ],
    ],
    [
      'by=priority',
      [
        ['P1', 1, 2, 1],
        ['P2', 2, 0, 0],
      ],
    ],
    [
      'by=type,priority&from=2024-05-01',
      [
        ['incident,P1', 0, 2, 1],
        ['incident,P2', 1, 0, 0],
        ['request,P2', 1, 0, 0],
      ],
    ],
    ['by=day&from=2024-06-01', []],
    ['by=month&from=9999-12-30', []],
    ['by=day&from=2024-05-13&to=9999-12-31', [['2024-05-13', 0, 1, 0]]],
    ['by=month&from=2024-05-13&to=9999-12-31', [['2024-05', 0, 1, 0]]],
  ])('%s', async (query, expected) => {
    expect(await rows(query)).toEqual(expected);
  });

  test('tells teams apart, and corrects the past when a ticket goes to another', async () => {
    expect(await rows('by=team')).toEqual(expect.arrayContaining([[team, 1, 0, 0]]));
    const { items } = await server.ask('GET', '/tickets?type=request');
    const [ticket] = items as Record<string, unknown>[];
    await server.ask('POST', `/tickets/${String(ticket?.['id'])}/assignment`, { body: { teamId: team } });
    expect(await rows('by=team')).toEqual(expect.arrayContaining([[team, 2, 0, 0]]));
    expect(await rows('by=team,day&to=2024-05-12')).toContainEqual([`${String(team)},2024-05-12`, 1, 0, 0]);
  });

  test('takes a period and all that there is beside it, and nothing more', async () => {
    const all = ['day', 'team', 'priority', 'type'];
    expect(all).toHaveLength(REPORT_DIMENSIONS_MAX);
    expect(await report(`by=${all.join(',')}`)).toMatchObject({ by: all });
    const tooMany = await server.call('GET', `/analytics/volume?by=${[...all, 'month'].join(',')}`);
    expect(tooMany).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'by' } });
  });

  test('comes as CSV to who wants that', async () => {
    for (const { headers, query } of [
      { headers: { accept: 'text/csv' }, query: '' },
      { headers: {}, query: '&format=csv' },
    ]) {
      const answer = await server.call('GET', `/analytics/volume?by=month,priority&to=2024-04-30${query}`, { headers });
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.text).toBe('month,priority,count,created,resolved,reopened\r\n2024-04,P1,1,1,0,0\r\n');
    }
  });

  test.each([
    ['by=day,month', 'by.periods'],
    ['from=2024-05-02&to=2024-05-01', 'range.reversed'],
    ['by=agent', 'input.invalid'],
    ['by=team,team', 'input.invalid'],
    ['from=2024-02-30', 'input.invalid'],
    ['from=2024-05-01T00:00:00Z', 'input.invalid'],
    ['format=xlsx', 'input.invalid'],
    ['at=2024-05-01T00:00:00Z', 'input.invalid'],
  ])('%s is refused', async (query, code) => {
    expect(await server.call('GET', `/analytics/volume?${query}`)).toMatchObject({ status: 400, body: { code } });
  });
});
