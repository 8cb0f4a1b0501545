import { StandInProcess } from '../eventstoredb/spawn-stand-in.js';
import { describeNeeding } from '../further-needs.js';
import { MongoStandIn, mongoStandIn } from '../mongodb/stand-in.js';
import { DocketProcess, type Reply, temporaryFolder } from './docket-process.js';

const SLOW_MS = 120_000;
const TICKET = { subject: 'S', description: 'D', requester: { name: 'N', email: 'n@example.com' } };

/** Asks again while it is told to, as a client does: after what Retry-After says. */
const persistently = async (ask: () => Promise<Reply>): Promise<Reply> => {
  for (;;) {
    const reply = await ask();
    const seconds = reply.headers.get('retry-after');
    if (reply.status !== 503 || seconds === null) return reply;
    await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000));
  }
};

interface Health {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly stores: Readonly<Record<string, string>>;
}

const health = async (url: string): Promise<Health & { status: number }> => {
  const response = await fetch(`${url}/health/ready`);
  return { status: response.status, ...((await response.json()) as Health) };
};
const live = async (url: string): Promise<number> => (await fetch(`${url}/health/live`)).status;

describe('a gateway whose EventStoreDB goes away', () => {
  const folders = [temporaryFolder(), temporaryFolder()] as const;
  const [log, data] = folders;
  let events: StandInProcess;
  let server: DocketProcess | undefined;
  beforeAll(async () => {
    events = await StandInProcess.start({ folder: log.path });
  }, SLOW_MS);
  afterEach(async () => {
    await server?.stop();
  }, SLOW_MS);
  afterAll(async () => {
    await events.stop();
    for (const folder of folders) folder.remove();
  }, SLOW_MS);

  const options = () => ({
    dataDir: data.path,
    env: { EVENTSTORE_URL: events.connectionString, DOCKET_SECRET: 'a secret of the tests only' },
  });

  test(
    'answers queries and refuses commands with 503 and Retry-After; on its return everything goes on by itself, and a command sent again is done once',
    async () => {
      server = await DocketProcess.start(options());
      const running = server;
      const before = (await running.call('POST', '/tickets', TICKET)).body;
      await running.call('GET', `/tickets?after=${String(before['position'])}`);

      await events.kill();
      const key = { 'idempotency-key': 'while-it-is-away' };
      const refused = await running.call('POST', '/tickets', { ...TICKET, subject: 'Away' }, key);
      expect(refused).toMatchObject({
        status: 503,
        body: { code: expect.stringMatching(/^(store.unavailable|outcome.unknown)$/) as unknown },
      });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const listed = await running.call('GET', '/tickets');
      expect(listed).toMatchObject({ status: 200, body: { items: [{ id: before['id'] }] } });
      expect(await live(running.url)).toBe(200);
      expect(await health(running.url)).toMatchObject({
        status: 503,
        ready: false,
        reasons: ['the event store is unavailable: commands are refused, queries are answered'],
        stores: { events: 'unavailable', documents: 'open' },
      });

      events = await StandInProcess.start({ port: events.port, folder: log.path });
      const made = await persistently(() => running.call('POST', '/tickets', { ...TICKET, subject: 'Away' }, key));
      expect(made.status).toBe(201);
      const again = await running.call('POST', '/tickets', { ...TICKET, subject: 'Away' }, key);
      expect(again.body).toEqual(made.body);
      const seen = await persistently(() => running.call('GET', `/tickets?after=${String(made.body['position'])}`));
      expect((seen.body['items'] as { subject: string }[]).map(({ subject }) => subject).sort()).toEqual(['Away', 'S']);
      expect(await health(running.url)).toMatchObject({ status: 200, ready: true, reasons: [] });
    },
    SLOW_MS,
  );

  test(
    'at its start waits for it, live and not ready, and tells whoever asks meanwhile to come again',
    async () => {
      await events.kill();
      server = await DocketProcess.startWaiting(options());
      expect(await live(server.url)).toBe(200);
      const waiting = await health(server.url);
      expect(waiting).toMatchObject({ status: 503, ready: false });
      expect(waiting.reasons).toContain('it is still starting');
      const refused = await server.call('POST', '/tickets', TICKET);
      expect(refused).toMatchObject({ status: 503, body: { code: 'store.unavailable' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

      events = await StandInProcess.start({ port: events.port, folder: log.path });
      await server.said(/runs on/);
      expect(await health(server.url)).toMatchObject({ status: 200, ready: true });
      expect((await server.call('POST', '/tickets', TICKET)).status).toBe(201);
    },
    SLOW_MS,
  );

  test(
    'and that is stopped while it waits ends at once and well',
    async () => {
      await events.kill();
      server = await DocketProcess.startWaiting(options());
      expect(await server.stop()).toBe(0);
      events = await StandInProcess.start({ port: events.port, folder: log.path });
    },
    SLOW_MS,
  );
});

describeNeeding(mongoStandIn, 'a process whose MongoDB goes away', () => {
  const folders = { log: temporaryFolder(), documents: temporaryFolder(), data: temporaryFolder() };
  const file = `${folders.documents.path}/documents`;
  let events: StandInProcess;
  let documents: MongoStandIn;
  const servers: DocketProcess[] = [];
  beforeAll(async () => {
    events = await StandInProcess.start({ folder: folders.log.path });
    documents = await MongoStandIn.start({ file });
  }, SLOW_MS);
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  }, SLOW_MS);
  afterAll(async () => {
    await Promise.all([events.stop(), documents.stop()]);
    for (const folder of Object.values(folders)) folder.remove();
  }, SLOW_MS);

  const start = async (roles: string): Promise<DocketProcess> => {
    const env = {
      EVENTSTORE_URL: events.connectionString,
      MONGODB_URL: documents.url('docket'),
      DOCKET_SECRET: 'a secret of the tests only',
      DOCKET_ROLES: roles,
    };
    const server = await DocketProcess.start({ dataDir: folders.data.path, env });
    servers.push(server);
    return server;
  };
  const subjectsSeen = async (server: DocketProcess, position: unknown): Promise<string[]> => {
    const seen = await persistently(() => server.call('GET', `/tickets?after=${String(position)}`));
    return (seen.body['items'] as { subject: string }[]).map(({ subject }) => subject).sort();
  };

  test(
    'accepts commands and refuses queries with 503 and Retry-After; on its return everything catches up by itself',
    async () => {
      const running = await start('gateway,projector');
      const before = (await running.call('POST', '/tickets', TICKET)).body;
      expect(await subjectsSeen(running, before['position'])).toEqual(['S']);

      await documents.stop();
      const made = await running.call('POST', '/tickets', { ...TICKET, subject: 'Away' });
      expect(made.status).toBe(201);
      const comment = { body: 'Nobody can list it yet.', visibility: 'internal' };
      const commented = await running.call('POST', `/tickets/${String(made.body['id'])}/comments`, comment);
      expect(commented.status).toBe(200);
      const listed = await running.call('GET', '/tickets');
      expect(listed).toMatchObject({ status: 503, body: { code: 'store.unavailable' } });
      expect(Number(listed.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await live(running.url)).toBe(200);
      expect(await health(running.url)).toMatchObject({
        status: 503,
        ready: false,
        reasons: expect.arrayContaining(['the document store is unavailable: queries are refused, commands are accepted']) as unknown,
        stores: { events: 'open', documents: 'unavailable' },
      });

      documents = await MongoStandIn.start({ file, port: documents.port });
      expect(await subjectsSeen(running, commented.body['position'])).toEqual(['Away', 'S']);
      expect(await health(running.url)).toMatchObject({ status: 200, ready: true });
    },
    SLOW_MS,
  );

  test(
    'as a gateway starts without it and accepts commands; queries are answered when it and a projector are there',
    async () => {
      await documents.stop();
      const gateway = await start('gateway');
      const made = await gateway.call('POST', '/tickets', { ...TICKET, subject: 'Early' });
      expect(made.status).toBe(201);
      expect(await gateway.call('GET', '/tickets')).toMatchObject({ status: 503, body: { code: 'store.unavailable' } });

      documents = await MongoStandIn.start({ file, port: documents.port });
      await start('projector');
      expect(await subjectsSeen(gateway, made.body['position'])).toEqual(['Away', 'Early', 'S']);
    },
    SLOW_MS,
  );
});
