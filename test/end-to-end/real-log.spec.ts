import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteDocumentReader } from '@docket/document-store';
import { type RecordedEvent, SqliteEventReader } from '@docket/event-store';
import { createReadModels, systemClock } from '@docket/projecting';
import type { Ticket, TicketEvent } from '@docket/tickets';
import { describeNeeding, realLog } from '../further-needs.js';
import { extractRealLog } from '../real-log.js';
import { docket } from './docket-command.js';
import { temporaryFolder } from './docket-process.js';

const MAPPING = 'docs/examples/servicenow-incident-log.json';
const INCIDENTS = 24_918;
const ROWS = 141_712;
/** Milliseconds that it may take on a busy machine. */
const TEST_MS_MAX = 900_000;

/** The last status of each incident in the file, read in the plainest way: this file has no quotes. */
const endStatuses = async (file: string): Promise<ReadonlyMap<string, string>> => {
  const ends = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [number = '', status = ''] = line.split(',', 2);
    if (number !== 'number') ends.set(number, status);
  }
  return ends;
};

describeNeeding(realLog, 'the real incident log', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'incident_event_log.csv');
  const dataDir = join(folder.path, 'data');
  const closers: (() => Promise<void>)[] = [];
  let report: unknown;
  let events: SqliteEventReader;
  const tickets = new Map<string, Ticket>();

  beforeAll(async () => {
    await extractRealLog(file);
    const { code, stdout, stderr } = await docket(['import', file, '--mapping', MAPPING, '--json'], { dataDir });
    if (code !== 0) throw new Error(`the import ended with ${code}:\n${stderr}`);
    report = JSON.parse(stdout);
    events = SqliteEventReader.open(join(dataDir, 'events.db'));
    const documents = await SqliteDocumentReader.open(join(dataDir, 'documents.db'));
    closers.push(
      () => events.close(),
      () => documents.close(),
    );
    const model = await createReadModels({ documents, events, clock: systemClock }).open('tickets');
    let cursor: string | undefined;
    do {
      const page = await model.list<Ticket>('tickets', { order: 'number' }, { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) });
      for (const { body } of page.items) tickets.set(body.externalRef?.id ?? '', body);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }, TEST_MS_MAX);

  afterAll(async () => {
    for (const close of closers) await close();
    folder.remove();
  });

  test('becomes a ticket for each incident, and few of its rows are rejected', () => {
    expect(report).toMatchObject({ rows: ROWS, tickets: INCIDENTS, rejected: 7 });
    expect(tickets.size).toBe(INCIDENTS);
  });

  test('ends each incident as the file ends it', async () => {
    const ends = await endStatuses(file);
    expect(ends.size).toBe(INCIDENTS);
    const wrong = [...ends].filter(([number, status]) => status !== 'Closed' || tickets.get(number)?.status !== 'closed');
    expect(wrong).toEqual([]);
  });

  /** The history of an incident, a line an event: when, what, and for whom the import acted. */
  const history = async (number: string): Promise<readonly string[]> => {
    const stream = await events.readStream(`ticket-${tickets.get(number)?.id ?? ''}`);
    const lines: string[] = [];
    for (const event of stream as readonly (RecordedEvent & TicketEvent)[]) {
      const { occurredAt, actor } = event.metadata;
      lines.push(`${occurredAt.slice(0, 16).replace('T', ' ')} ${await nameOf('agent', actor.onBehalfOf)}: ${await said(event)}`);
    }
    return lines;
  };

  const nameOf = async (kind: string, id: string | undefined): Promise<string> => {
    if (id === undefined) return 'nobody';
    const [first] = await events.readStream(`${kind}-${id}`, { maxCount: 1 });
    return (first?.data as { name: string }).name;
  };

  const said = async (event: TicketEvent): Promise<string> => {
    switch (event.type) {
      case 'TicketCreated': {
        const { requesterId, priority, impact, reportedUrgency, category, channel, status } = event.data;
        const asked = await nameOf('customer', requesterId);
        return `opened for ${asked} by ${channel}, ${status}, ${priority} (${impact} x ${reportedUrgency}), ${category.join('/')}`;
      }
      case 'TicketTriaged': {
        const { impact, urgency, priority, from } = event.data;
        return `triaged ${JSON.stringify(from)} to ${JSON.stringify({ impact, urgency, priority })}`;
      }
      case 'TicketAssigned':
        return `assigned to ${await nameOf('team', event.data.teamId)}, ${await nameOf('agent', event.data.agentId)}`;
      case 'TicketStatusChanged':
        return `${event.data.from} to ${event.data.to}`;
      case 'TicketFieldChanged':
        return `${event.data.key} ${JSON.stringify(event.data.from)} to ${JSON.stringify(event.data.to)}`;
      default:
        return event.type;
    }
  };

  test('tells the life of 0000045: what stood in every row from the start happens when it happened', async () => {
    expect(await history('0000045')).toEqual([
      '2016-02-29 01:16 Updater 21: opened for Caller 2403 by phone, new, P3 (2 x 2), 55/170',
      '2016-02-29 01:23 Updater 21: assigned to Group 56, nobody',
      '2016-02-29 08:53 Updater 642: new to resolved',
      '2016-02-29 11:29 Updater 804: resolved_by null to "149"',
      '2016-02-29 11:29 Updater 804: source_resolved_at null to "2016-02-29T11:29:00.000Z"',
      '2016-03-05 12:00 Updater 908: closed_code null to "5"',
      '2016-03-05 12:00 Updater 908: resolved to closed',
    ]);
  });

  test('tells the life of 0000062: triaged and given to another group', async () => {
    expect(await history('0000062')).toEqual([
      '2016-02-29 06:58 Updater 340: opened for Caller 3765 by phone, new, P3 (2 x 2), 53/168',
      '2016-02-29 07:26 Updater 340: assigned to Group 70, nobody',
      '2016-02-29 07:29 Updater 340: triaged {"impact":2,"priority":"P3"} to {"impact":1,"priority":"P2"}',
      '2016-02-29 07:34 Updater 340: assigned to Group 23, nobody',
      '2016-02-29 07:34 Updater 340: reassignment_count 0 to 1',
      '2016-02-29 15:51 Updater 241: resolved_by null to "62"',
      '2016-02-29 15:51 Updater 241: source_resolved_at null to "2016-02-29T15:51:00.000Z"',
      '2016-02-29 15:51 Updater 241: new to resolved',
      '2016-03-05 16:00 Updater 908: made_sla true to false',
      '2016-03-05 16:00 Updater 908: closed_code null to "7"',
      '2016-03-05 16:00 Updater 908: resolved to closed',
    ]);
  });

  test('tells the life of 0007432: closed, reopened and closed again', async () => {
    expect(await history('0007432')).toEqual([
      '2016-03-15 17:01 Updater 723: opened for Caller 1756 by phone, new, P3 (2 x 2), 42/223',
      '2016-03-15 17:11 Updater 723: assigned to Group 70, Resolver 194',
      '2016-03-15 17:11 Updater 723: assigned to Group 39, Resolver 194',
      '2016-03-15 17:11 Updater 723: reassignment_count 0 to 1',
      '2016-03-17 15:02 Updater 748: new to resolved',
      '2016-03-24 19:01 Updater 908: made_sla true to false',
      '2016-03-24 19:01 Updater 908: resolved to closed',
      '2016-03-29 17:29 Updater 369: closed to open',
      '2016-03-29 17:29 Updater 369: source_reopen_count 0 to 1',
      '2016-03-29 17:52 Updater 748: priority_confirmed false to true',
      '2016-03-29 17:52 Updater 748: resolved_by null to "177"',
      '2016-03-29 17:52 Updater 748: source_resolved_at null to "2016-03-29T17:52:00.000Z"',
      '2016-03-29 17:52 Updater 748: open to resolved',
      '2016-04-03 17:59 Updater 908: closed_code null to "6"',
      '2016-04-03 17:59 Updater 908: resolved to closed',
    ]);
    expect(tickets.get('0007432')).toMatchObject({ reopenCount: 1, closedAt: '2016-04-03T17:59:00.000Z' });
  });
});
