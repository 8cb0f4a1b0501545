import { join } from 'node:path';
import { EVENTS_FILE, SqliteEventReader, digestOf } from '@docket/event-store';
import { DocketProcess, temporaryFolder } from '../end-to-end/docket-process.js';

/** More rounds: DOCKET_KILL_ROUNDS=50 npm test -- test/faults. */
const ROUNDS = Number(process.env['DOCKET_KILL_ROUNDS'] ?? 5);
const CLIENTS = 16;
/** Answers to wait for before the kill: enough that appends of many clients are under way. */
const ANSWERS_BEFORE_KILL = 200;

interface Acknowledged {
  readonly id: string;
  readonly number: string;
  readonly comments: string[];
}

/** Clients that open tickets and comment on them until the server is gone; what was answered is what must be there. */
const load = (server: DocketProcess, onAnswer: () => void): { acknowledged: Acknowledged[]; ended: Promise<void> } => {
  const acknowledged: Acknowledged[] = [];
  const client = async (name: number): Promise<void> => {
    for (let i = 0; ; i++) {
      const requester = { name: `Customer ${name}`, email: `customer-${name}@example.com` };
      const created = await server.call('POST', '/tickets', { subject: `Ticket ${name}/${i}`, description: 'under load', requester });
      if (created.status !== 201) throw new Error(`a ticket was refused: ${created.text}`);
      const ticket: Acknowledged = { id: String(created.body['id']), number: String(created.body['number']), comments: [] };
      acknowledged.push(ticket);
      onAnswer();
      const body = `comment ${name}/${i}`;
      const commented = await server.call('POST', `/tickets/${ticket.id}/comments`, { body, visibility: 'internal' });
      if (commented.status >= 300) throw new Error(`a comment was refused: ${commented.text}`);
      ticket.comments.push(body);
      onAnswer();
    }
  };
  // A client ends when the connection breaks (fetch fails with a TypeError, of Node's realm and not of jest's); anything else is a failure of the test.
  const clients = Array.from({ length: CLIENTS }, (_, name) =>
    client(name).catch((error: unknown) => {
      if ((error as Error).name !== 'TypeError') throw error;
    }),
  );
  return { acknowledged, ended: Promise.all(clients).then(() => undefined) };
};

/** Everything that is wrong with a ticket that had been acknowledged. */
const missing = async (server: DocketProcess, ticket: Acknowledged): Promise<string[]> => {
  const history = await server.call('GET', `/tickets/${ticket.id}/history`);
  if (history.status !== 200) return [`ticket ${ticket.id}: ${history.status}`];
  const text = history.text;
  return [
    ...(text.includes(ticket.number) ? [] : [`ticket ${ticket.id}: number ${ticket.number} is not in its history`]),
    ...ticket.comments.filter((body) => !text.includes(`"${body}"`)).map((body) => `ticket ${ticket.id}: ${body} is lost`),
  ];
};

/** Reads the whole log as nobody else does: every event must have its digest, and every stream its revisions without a gap. */
const tornEvents = async (dataDir: string): Promise<string[]> => {
  const reader = SqliteEventReader.open(join(dataDir, EVENTS_FILE));
  const torn: string[] = [];
  const revisions = new Map<string, number>();
  try {
    for (let page = await reader.readAll(); page.length > 0; page = await reader.readAll({ after: page.at(-1)?.position ?? '' })) {
      for (const event of page) {
        const { position, digest, stream, revision, ...rest } = event;
        if (digestOf({ ...rest, stream, revision }) !== digest) torn.push(`${position}: not what its digest says`);
        if (revision !== (revisions.get(stream) ?? -1) + 1) torn.push(`${position}: revision ${revision} of ${stream} is out of turn`);
        revisions.set(stream, revision);
      }
    }
  } finally {
    await reader.close();
  }
  return torn;
};

test(`killed ${ROUNDS} times under load, it has lost nothing that it acknowledged, and every stream is whole`, async () => {
  const folder = temporaryFolder();
  const everything: Acknowledged[] = [];
  let slowestReopening_ms = 0;
  try {
    let server = await DocketProcess.start({ dataDir: folder.path });
    for (let round = 0; round < ROUNDS; round++) {
      let answers = 0;
      let enough = (): void => undefined;
      const loaded = new Promise<void>((resolve) => (enough = resolve));
      const running = load(server, () => ++answers >= ANSWERS_BEFORE_KILL && enough());
      await Promise.race([loaded, running.ended]);
      expect(await server.stop('SIGKILL')).toBe('SIGKILL');
      await running.ended;
      everything.push(...running.acknowledged);

      const before = performance.now();
      server = await DocketProcess.start({ dataDir: folder.path });
      slowestReopening_ms = Math.max(slowestReopening_ms, performance.now() - before);
      const lost: string[] = [];
      for (const ticket of everything) lost.push(...(await missing(server, ticket)));
      expect(lost).toEqual([]);
    }
    const numbers = everything.map((ticket) => ticket.number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await server.stop()).toBe(0);
    expect(await tornEvents(folder.path)).toEqual([]);
  } finally {
    folder.remove();
  }
  const acknowledged = everything.reduce((sum, ticket) => sum + 1 + ticket.comments.length, 0);
  process.stdout.write(
    `killed under load: ${ROUNDS} rounds, ${acknowledged} acknowledged, lost 0, torn 0, slowest reopening ${Math.round(slowestReopening_ms)} ms\n`,
  );
}, 600_000);
