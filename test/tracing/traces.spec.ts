import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf, type RecordedEvent } from '@docket/event-store';
import { docket } from '../end-to-end/docket-command.js';
import { DocketProcess, temporaryFolder } from '../end-to-end/docket-process.js';
import { StandIns } from '../end-to-end/pairs.js';
import { describeNeeding } from '../further-needs.js';
import { mongoStandIn } from '../mongodb/stand-in.js';
import { Collector, type CollectedSpan } from './collector.js';

const SLOW_MS = 240_000;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${CALLER}-01`;
const ticket = { subject: 'Secret subject', description: 'Secret text', requester: { name: 'Secret name', email: 'secret@example.com' } };

const REQUEST = 'POST /api/v1/tickets';
const COMMAND = 'execute CreateTicket';
const APPEND = 'append ticket';
const PROJECTION = 'project tickets';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The command's way: each span stands below the one that caused it. */
const expectOneTrace = ([request, command, append, projection]: readonly CollectedSpan[]): void => {
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, service: 'docket' });
  expect(command).toMatchObject({ traceId: TRACE, parentSpanId: request?.spanId, service: 'docket' });
  expect(append).toMatchObject({ traceId: TRACE, parentSpanId: command?.spanId, service: 'docket' });
  expect(projection).toMatchObject({ traceId: TRACE, parentSpanId: command?.spanId, service: 'docket' });
};

describe('traces, in one process', () => {
  let collector: Collector;
  const start = (dataDir: string, env: Readonly<Record<string, string>> = {}) =>
    DocketProcess.start({
      dataDir: join(folder.path, dataDir),
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '20', ...env },
    });
  beforeEach(async () => {
    collector = await Collector.start();
  });
  afterEach(() => collector.close());

  test(
    'follow a command from the request, whose trace they go on, to the projection in its thread; and tell nothing of people',
    async () => {
      const server = await start('one');
      try {
        const made = await server.call('POST', '/tickets', ticket, { traceparent, 'x-request-id': 'r-1' });
        expect(made.status).toBe(201);
        const spans = await collector.has(REQUEST, COMMAND, APPEND, PROJECTION);
        expectOneTrace(spans);
        expect(spans.map(({ attributes }) => attributes)).toMatchObject([
          { 'http.request.method': 'POST', 'http.route': '/api/v1/tickets', 'http.response.status_code': 201, 'docket.request_id': 'r-1' },
          { 'docket.command': 'CreateTicket', 'docket.outcome': 'changed' },
          { 'docket.category': 'ticket', 'docket.events': 1 },
          { 'docket.projection': 'tickets', 'docket.events': 1 },
        ]);
        // What else the command appended is told too.
        await collector.has('append customer', 'append ticketNumber', 'project timeline');
        expect(collector.text).not.toMatch(/secret/i);
      } finally {
        expect(await server.stop()).toBe(0);
      }
    },
    SLOW_MS,
  );

  test(
    'begin where a caller names none; a refusal and a mutation of GraphQL are told too',
    async () => {
      const server = await start('graphql');
      try {
        await server.call('POST', '/tickets', { ...ticket, requester: { id: '018f9c7e-0000-7000-8000-000000000001' } });
        const [refused, of] = await collector.has(COMMAND, REQUEST);
        expect(refused).toMatchObject({ parentSpanId: of?.spanId, attributes: { 'docket.outcome': 'refused' } });
        expect(of?.parentSpanId).toBeUndefined();
        const query = 'mutation { createTeam(input: { name: "Second line" }) { id } }';
        const answer = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer token-of-the-tests-only`, 'content-type': 'application/json', traceparent },
          body: JSON.stringify({ query }),
        });
        expect(await answer.json()).toMatchObject({ data: { createTeam: {} } });
        expectOneTrace(await collector.has('POST /graphql', 'execute CreateTeam', 'append team', 'project teams'));
      } finally {
        await server.stop();
      }
    },
    SLOW_MS,
  );

  test(
    'what is still to be sent is sent when the program stops',
    async () => {
      const server = await start('flush', { OTEL_BSP_SCHEDULE_DELAY: '3600000', OTEL_SERVICE_NAME: 'desk' });
      const made = await server.call('POST', '/tickets', ticket, { traceparent });
      expect((await server.call('GET', `/tickets?after=${String(made.body['position'])}`)).status).toBe(200);
      expect(collector.spans).toEqual([]);
      expect(await server.stop()).toBe(0);
      const names = collector.spans.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([REQUEST, COMMAND, APPEND, PROJECTION]));
      expect(new Set(collector.spans.map(({ service }) => service))).toEqual(new Set(['desk']));
    },
    SLOW_MS,
  );

  test(
    'the command’s place stands in the event, under its digest, through feed, export and restore; where a caller wants no trace, nothing does',
    async () => {
      const server = await start('event');
      await server.call('POST', '/tickets', ticket, { traceparent: `00-${TRACE}-${CALLER}-00` });
      await server.call('POST', '/tickets', ticket, { traceparent });
      const [command] = await collector.has(COMMAND);
      const { body } = await server.call('GET', '/events?types=TicketCreated');
      const [untold, told] = body['items'] as RecordedEvent[];
      expect(untold?.metadata).not.toHaveProperty('traceparent');
      expect(told?.metadata.traceparent).toBe(`00-${TRACE}-${command?.spanId}-01`);
      expect(digestOf(told as RecordedEvent)).toBe(told?.digest);
      await server.stop();
      expect(collector.spans.filter(({ name }) => name === REQUEST)).toHaveLength(1);

      const file = join(folder.path, 'export.ndjson');
      expect(await docket(['export', '--out', file], { dataDir: join(folder.path, 'event') })).toMatchObject({ code: 0 });
      const DOCKET_SECRET = readFileSync(join(folder.path, 'event', 'secret'), 'utf8').trim();
      const restored = await docket(['import', file, '--json'], { dataDir: join(folder.path, 'restored'), env: { DOCKET_SECRET } });
      expect(restored).toMatchObject({ code: 0 });
      const again = join(folder.path, 'again.ndjson');
      await docket(['export', '--out', again], { dataDir: join(folder.path, 'restored'), env: { DOCKET_SECRET } });
      expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'));
    },
    SLOW_MS,
  );

  test(
    'a collector that is away is said once, and costs no request and no stop',
    async () => {
      const server = await start('away', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_TIMEOUT: '200' });
      const said = /"traces can’t be sent, and are lost until they can"/;
      for (let lost = 0; lost < 3; lost++) {
        expect((await server.call('POST', '/tickets', ticket)).status).toBe(201);
        await server.said(said);
      }
      expect(await server.stop()).toBe(0);
      // Once by the process, once by its projector's thread.
      expect(server.output().split(said).length - 1).toBeLessThanOrEqual(2);
    },
    SLOW_MS,
  );

  test(
    'a collector that takes spans and never says so holds up no stop, and what was on its way is said to be lost',
    async () => {
      collector.answers = false;
      const server = await start('silent', { OTEL_EXPORTER_OTLP_TIMEOUT: '60000' });
      expect((await server.call('POST', '/tickets', ticket)).status).toBe(201);
      await collector.has(REQUEST, PROJECTION);
      expect(await server.stop()).toBe(0);
      expect(server.output()).not.toMatch(/cut off/);
      // By the process, and by its projector's thread.
      expect(server.output().split('"traces could not be sent in the time that a stop has for it, and are lost"')).toHaveLength(3);
    },
    SLOW_MS,
  );

  test(
    'where no collector is named, nothing of OpenTelemetry is loaded but what the metrics load anyway',
    async () => {
      const hook = fileURLToPath(new URL('./loaded-modules.cjs', import.meta.url));
      const loaded = async (name: string, env: Readonly<Record<string, string>>): Promise<Set<string>> => {
        const list = join(folder.path, `${name}.txt`);
        const server = await start(name, { NODE_OPTIONS: `--require=${hook}`, LOADED_MODULES: list, ...env });
        await server.stop();
        return new Set([...readFileSync(list, 'utf8').matchAll(/@opentelemetry\/([^/]+)\//g)].map(([, part]) => part ?? ''));
      };
      expect([...(await loaded('traced', {}))]).toEqual(expect.arrayContaining(['sdk-trace-base', 'exporter-trace-otlp-http']));
      expect([...(await loaded('untraced', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }))]).toEqual(['api']);
    },
    SLOW_MS,
  );
});

describeNeeding(mongoStandIn, 'traces, in two processes on servers', () => {
  test(
    'follow a command from the gateway to the projector',
    async () => {
      const [stores, collector] = await Promise.all([StandIns.start(), Collector.start()]);
      const start = (role: string) =>
        DocketProcess.start({
          dataDir: folder.path,
          env: {
            ...stores.env,
            DOCKET_ROLES: role,
            OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
            OTEL_BSP_SCHEDULE_DELAY: '20',
            OTEL_SERVICE_NAME: role,
          },
        });
      const gateway = await start('gateway');
      const projector = await start('projector');
      try {
        expect((await gateway.call('POST', '/tickets', ticket, { traceparent })).status).toBe(201);
        const spans = await collector.has(REQUEST, COMMAND, APPEND, PROJECTION);
        expect(spans.map(({ service }) => service)).toEqual(['gateway', 'gateway', 'gateway', 'projector']);
        expectOneTrace(spans.map((span) => ({ ...span, service: 'docket' })));
      } finally {
        await Promise.all([gateway.stop(), projector.stop()]);
        await Promise.all([stores.close(), collector.close()]);
      }
    },
    SLOW_MS,
  );
});
