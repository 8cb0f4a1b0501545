import { randomUUID } from 'node:crypto';
import { BACKWARDS, END, type EventStoreDBClient, FORWARDS, START, StreamNotFoundError, UnknownError } from '@eventstore/db-client';
import { StandIn } from './stand-in/index.js';
import { appendOne, collect, connect, event, events, failureOf, SLOW_MS } from './testing.js';

describe('a read from the stand-in', () => {
  let server: StandIn;
  let client: EventStoreDBClient;
  let stream: string;

  beforeAll(async () => {
    server = await StandIn.start();
    client = connect(server);
  });
  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });
  beforeEach(() => {
    stream = `order-${randomUUID()}`;
  });

  describe('of a stream', () => {
    const revisions = async (options: Parameters<EventStoreDBClient['readStream']>[1]) =>
      (await collect(client.readStream(stream, options))).map(({ event: e }) => Number(e?.revision));

    it('gives the events as they were sent, with the time of creation', async () => {
      const before = Date.now();
      const id = randomUUID();
      await client.appendToStream(stream, { ...event('Ordered', { no: 'ä' }, id), metadata: { by: 'me' } });
      const [read] = await collect(client.readStream(stream));
      expect(read?.event).toMatchObject({
        streamId: stream,
        id,
        type: 'Ordered',
        revision: 0n,
        isJson: true,
        data: { no: 'ä' },
        metadata: { by: 'me' },
      });
      expect(read?.event?.created.getTime()).toBeGreaterThanOrEqual(before - 1);
      expect(read?.event?.created.getTime()).toBeLessThanOrEqual(Date.now() + 1);
    });

    it('gives binary events byte for byte', async () => {
      const data = Uint8Array.from({ length: 256 }, (_, i) => i);
      await client.appendToStream(stream, { id: randomUUID(), type: 'Raw', contentType: 'application/octet-stream', data, metadata: data });
      const [read] = await collect(client.readStream(stream));
      expect(read?.event).toMatchObject({ isJson: false, data, metadata: data });
    });

    it('goes forwards and backwards, from a revision, as far as asked', async () => {
      await client.appendToStream(stream, events(5));
      expect(await revisions({})).toEqual([0, 1, 2, 3, 4]);
      expect(await revisions({ direction: BACKWARDS, fromRevision: END })).toEqual([4, 3, 2, 1, 0]);
      expect(await revisions({ fromRevision: 3n })).toEqual([3, 4]);
      expect(await revisions({ direction: BACKWARDS, fromRevision: 3n, maxCount: 2 })).toEqual([3, 2]);
      expect(await revisions({ direction: FORWARDS, fromRevision: START, maxCount: 2 })).toEqual([0, 1]);
    });

    it('backwards without fromRevision END begins at the start and gives one event', async () => {
      await client.appendToStream(stream, events(3));
      expect(await revisions({ direction: BACKWARDS })).toEqual([0]);
    });

    it('that is missing throws while iterating', async () => {
      const refused = await failureOf(collect(client.readStream(stream)));
      expect(refused).toBeInstanceOf(StreamNotFoundError);
      expect(refused).toMatchObject({ type: 'stream-not-found' });
      expect(await failureOf(collect(client.readStream(stream, { direction: BACKWARDS, fromRevision: END })))).toBeInstanceOf(
        StreamNotFoundError,
      );
    });

    it('past the end gives no event', async () => {
      await client.appendToStream(stream, events(3));
      expect(await revisions({ fromRevision: 3n })).toEqual([]);
      expect(await revisions({ fromRevision: 1_000_000n })).toEqual([]);
    });

    it('of no events throws', async () => {
      await client.appendToStream(stream, events(3));
      await failureOf(collect(client.readStream(stream, { maxCount: 0 })));
    });

    it(
      'of thousands of events gives them all, in order',
      async () => {
        for (let i = 0; i < 2; i++) await client.appendToStream(stream, events(1_000));
        expect(await revisions({})).toEqual(Array.from({ length: 2_000 }, (_, i) => i));
      },
      SLOW_MS,
    );
  });

  describe('of $all', () => {
    const typesOf = async (options: Parameters<EventStoreDBClient['readAll']>[0]) =>
      (await collect(client.readAll(options))).map(({ event: e }) => e?.type);

    it(
      "gives every stream's events in the order of their positions, the server's own too",
      async () => {
        await appendOne(client, `${stream}-a`, 'First');
        await appendOne(client, `${stream}-b`, 'Second');
        await appendOne(client, `${stream}-a`, 'Third');
        const all = await collect(client.readAll());
        expect(all[0]?.event?.type).toBe('$UserCreated');
        expect(all.slice(-3).map(({ event: e }) => e?.type)).toEqual(['First', 'Second', 'Third']);
        const commits = all.map(({ event: e }) => e?.position?.commit ?? 0n);
        expect(commits).toEqual([...new Set(commits)].sort((a, b) => Number(a - b)));
      },
      SLOW_MS,
    );

    it('has positions of commit and prepare that grow by the bytes of the log', async () => {
      const [first] = await Promise.all([client.appendToStream(stream, event('Small'))]);
      const second = await client.appendToStream(stream, event('Big', { text: 'x'.repeat(10_000) }));
      const third = await client.appendToStream(stream, event('Small'));
      const commit = (answer: typeof first) => answer.position?.commit ?? 0n;
      expect(commit(second) - commit(first)).toBeLessThan(1_000n);
      expect(commit(third) - commit(second)).toBeGreaterThan(10_000n);
      for (const { position } of [first, second, third]) expect(position?.prepare).toBeGreaterThan(0n);
      const [read] = await collect(client.readStream(stream));
      expect(read?.event?.position).toEqual(first.position);
    });

    it('includes the event of the position that it starts from', async () => {
      await appendOne(client, stream, 'Before');
      const { position: fromPosition } = await appendOne(client, stream, 'Here');
      await appendOne(client, stream, 'After');
      if (!fromPosition) throw new Error('an append without a position');
      expect(await typesOf({ fromPosition })).toEqual(['Here', 'After']);
      expect(await typesOf({ fromPosition, direction: BACKWARDS, maxCount: 1 })).toEqual(['Before']);
      expect(await typesOf({ fromPosition: END, direction: BACKWARDS, maxCount: 2 })).toEqual(['After', 'Here']);
      expect(await typesOf({ fromPosition: END })).toEqual([]);
      expect(await typesOf({ fromPosition, maxCount: 1 })).toEqual(['Here']);
    });

    it('from a position that is not on the boundary of a record fails with code 2', async () => {
      const { position } = await appendOne(client, stream);
      const commit = (position?.commit ?? 0n) - 1n;
      const refused = await failureOf(collect(client.readAll({ fromPosition: { commit, prepare: commit } })));
      expect(refused).toBeInstanceOf(UnknownError);
      expect(refused.code).toBe(2);
    });

    it('from a position beyond the end gives nothing, in silence', async () => {
      const beyond = { commit: 10n ** 12n, prepare: 10n ** 12n };
      expect(await typesOf({ fromPosition: beyond })).toEqual([]);
    });
  });
});
