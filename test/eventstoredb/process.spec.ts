import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM } from '@eventstore/db-client';
import { StandInProcess } from './spawn-stand-in.js';
import { appendOne, collect, connect, event, events, failureOf, SLOW_MS } from './testing.js';

describe('the stand-in as a process of its own', () => {
  let folder: string;
  let server: StandInProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'docket-stand-in-'));
  });
  afterEach(async () => {
    await server?.kill();
    rmSync(folder, { recursive: true });
  });

  const typesIn = async (stand: StandInProcess, stream: string) => {
    const client = connect(stand);
    const types = (await collect(client.readStream(stream))).map(({ event: e }) => e?.type);
    await client.dispose();
    return types;
  };

  it(
    'keeps every acknowledged append over kill -9, starts again on its port, and each append that got no answer is there once or not at all',
    async () => {
      server = await StandInProcess.start({ folder });
      const { port } = server;
      const client = connect(server);
      await appendOne(client, 'first');
      const acknowledged = new Set<string>();
      const unknown = new Set<string>();
      let kill = (): void => undefined;
      const enough = new Promise<void>((resolve) => (kill = resolve));
      const writer = async (w: number) => {
        for (let n = 0; ; n++) {
          const name = `${w}/${n}`;
          try {
            await client.appendToStream(`writer-${w}`, event(name), { expectedRevision: n === 0 ? NO_STREAM : BigInt(n - 1) });
            acknowledged.add(name);
          } catch {
            unknown.add(name);
            return;
          }
          if (acknowledged.size > 500) kill();
        }
      };
      const writers = Array.from({ length: 16 }, (_, w) => writer(w));
      await enough;
      await server.kill();
      await Promise.all(writers);
      server = await StandInProcess.start({ port, folder });
      expect(server.port).toBe(port);
      const after = connect(server);
      const found = (await collect(after.readAll())).map(({ event: e }) => e?.type ?? '').filter((type) => type.includes('/'));
      expect(new Set(found).size).toBe(found.length);
      expect([...acknowledged].filter((name) => !found.includes(name))).toEqual([]);
      expect(found.filter((name) => !acknowledged.has(name) && !unknown.has(name))).toEqual([]);
      await after.dispose();
    },
    SLOW_MS,
  );

  it(
    'has the append whose answer was lost, and knows it again after a restart',
    async () => {
      server = await StandInProcess.start({ folder });
      const { port } = server;
      const batch = events(3);
      const client = connect(server);
      await server.order('lose-next-answer');
      await failureOf(client.appendToStream('order', batch, { expectedRevision: NO_STREAM }));
      await server.kill();
      server = await StandInProcess.start({ port, folder });
      const again = connect(server);
      expect(await again.appendToStream('order', batch, { expectedRevision: NO_STREAM })).toMatchObject({ nextExpectedRevision: 2n });
      expect(await typesIn(server, 'order')).toHaveLength(3);
      await again.dispose();
    },
    SLOW_MS,
  );

  it(
    'drops the end of its log that was being written when it died, and has the same positions as before',
    async () => {
      server = await StandInProcess.start({ folder });
      const client = connect(server);
      await client.appendToStream('order', events(3));
      const positions = async (stand: StandInProcess) => {
        const reader = connect(stand);
        const all = await collect(reader.readAll());
        await reader.dispose();
        return all.map(({ event: e }) => [e?.id, e?.position]);
      };
      const before = await positions(server);
      await server.kill();
      const log = join(folder, 'log.ndjson');
      const whole = readFileSync(log, 'utf8');
      appendFileSync(log, '{"stream":"order","created":"1","events":[["torn');
      server = await StandInProcess.start({ folder });
      expect(await positions(server)).toEqual(before);
      expect(readFileSync(log, 'utf8')).toBe(whole);
      const after = connect(server);
      expect(await appendOne(after, 'order', 'Next', 2n)).toMatchObject({ nextExpectedRevision: 3n });
      await after.dispose();
    },
    SLOW_MS,
  );

  it(
    'takes orders, and refuses those that it does not know',
    async () => {
      server = await StandInProcess.start();
      const client = connect(server);
      await appendOne(client, 'order');
      await server.order('start-up', 1);
      expect((await failureOf(appendOne(client, 'order'))).message).toContain('Server Is Not Ready');
      expect(await appendOne(client, 'order')).toMatchObject({ nextExpectedRevision: 1n });
      expect((await failureOf(server.order('tango' as 'freeze'))).message).toContain('no such order: tango');
      await client.dispose();
    },
    SLOW_MS,
  );

  it(
    'ends at SIGTERM with clients connected',
    async () => {
      server = await StandInProcess.start();
      const client = connect(server);
      await appendOne(client, 'order');
      await server.stop();
      await client.dispose();
    },
    SLOW_MS,
  );
});
