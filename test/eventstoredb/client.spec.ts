import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type EventStoreDBClient, excludeSystemEvents, NO_STREAM, streamNameFilter } from '@eventstore/db-client';
import { StandIn } from './stand-in/index.js';
import { appendOne, collect, connect, events, failureOf, SLOW_MS } from './testing.js';

/** Traps of the client that an adapter must step around. A newer client that has mended one fails here, and says so. */
describe('the client @eventstore/db-client 6.2.1', () => {
  let server: StandIn;
  let client: EventStoreDBClient;
  let stream: string;

  beforeEach(async () => {
    server = await StandIn.start();
    client = connect(server);
    stream = `order-${randomUUID()}`;
    await appendOne(client, 'first');
  });
  afterEach(async () => {
    await client.dispose();
    await server.stop();
  });

  const untilHeld = async (count: number, at = server) => {
    while (at.faults.held < count) await new Promise(setImmediate);
  };

  it('reports a wrong revision when it is told not to throw: always 1', async () => {
    const quiet = connect(server, '&throwOnAppendFailure=false');
    await quiet.appendToStream(stream, events(5));
    expect(await appendOne(quiet, stream, 'Happened', NO_STREAM)).toMatchObject({ success: false, nextExpectedRevision: 1n });
    await quiet.dispose();
  });

  it('ignores a filter of readAll in silence', async () => {
    const filtered = { filter: streamNameFilter({ prefixes: ['nothing-'] }) } as Parameters<EventStoreDBClient['readAll']>[0];
    expect(await collect(client.readAll(filtered))).toHaveLength(3);
  });

  it('says caught up, and tells checkpoints, before the loop has taken the events that precede them', async () => {
    await client.appendToStream(stream, events(3));
    let checkpoints = 0;
    const checkpointReached = async () => void (checkpoints += 1);
    const filter = excludeSystemEvents({ maxSearchWindow: 1, checkpointReached });
    const subscription = client.subscribeToAll({ filter });
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    expect(checkpoints).toBe(6);
    const taken: unknown[] = [];
    for await (const { event: e } of subscription) {
      taken.push(e?.type);
      if (taken.length === 4) break;
    }
    expect(taken).toHaveLength(4);
  });

  it('keeps no deadline of an append on the batch path, and a real one with credentials', async () => {
    server.faults.freeze();
    const credentials = { username: 'admin', password: 'changeit' };
    let settled = false;
    const batch = client.appendToStream(stream, events(1), { deadline: 50 }).finally(() => (settled = true));
    expect(await failureOf(client.appendToStream(stream, events(1), { deadline: 50, credentials }))).toMatchObject({
      type: 'deadline-exceeded',
      code: 4,
    });
    expect(settled).toBe(false);
    server.faults.thaw();
    expect(await batch).toMatchObject({ success: true });
  });

  it("rejects every client's pending appends when one client's connection fails", async () => {
    const other = await StandIn.start();
    const otherClient = connect(other);
    await appendOne(otherClient, 'first');
    server.faults.freeze();
    other.faults.freeze();
    const pending = [failureOf(appendOne(client, stream)), failureOf(appendOne(otherClient, stream))];
    await Promise.all([untilHeld(1), untilHeld(1, other)]);
    await other.kill();
    expect(await Promise.all(pending)).toMatchObject([{ code: 14 }, { code: 14 }]);
    // The first server was well all the time, and writes what its client believes to have failed.
    await otherClient.dispose();
    await other.stop();
  });

  describe('in a process of its own', () => {
    const run = async (code: string) => {
      const program = `
        import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
        const client = EventStoreDBClient.connectionString('${server.connectionString}');
        await client.appendToStream('${stream}', jsonEvent({ type: 'First', data: {} }));
        ${code}`;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: new URL('.', import.meta.url),
      });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      const [exitCode] = (await once(child, 'close')) as [number | null];
      return { exitCode, printed };
    };

    it.each([
      ['an id that is no UUID', "{ id: 'x', type: 'Happened', data: {} }"],
      ['an empty type', "{ type: '', data: {} }"],
    ])(
      'ends the process over %s',
      async (_, broken) => {
        const { exitCode, printed } = await run(`
        await client.appendToStream('${stream}', jsonEvent(${broken})).catch(() => console.log('refused'));
        console.log('went on');
        process.exit(0);`);
        expect(exitCode).not.toBe(0);
        expect(printed).toContain('TypeError');
        expect(printed).not.toMatch(/refused|went on/);
      },
      SLOW_MS,
    );

    it(
      'leaves an append of data that does not serialise unsettled, and an unhandled rejection',
      async () => {
        const { exitCode, printed } = await run(`
        process.on('unhandledRejection', (error) => {
          console.log('unhandled', error.message);
          process.exit(3);
        });
        await client.appendToStream('${stream}', jsonEvent({ type: 'Happened', data: { n: 1n } })).catch(() => console.log('refused'));
        process.exit(0);`);
        expect(exitCode).toBe(3);
        expect(printed).toMatch(/^unhandled .*BigInt/m);
      },
      SLOW_MS,
    );
  });
});
