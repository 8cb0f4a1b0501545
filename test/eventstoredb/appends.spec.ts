import { randomUUID } from 'node:crypto';
import {
  ANY,
  type EventStoreDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  STREAM_EXISTS,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { StandIn } from './stand-in/index.js';
import { appendOne, collect, connect, event, events, failureOf, SLOW_MS } from './testing.js';

const MIB = 1024 * 1024;

describe('an append to the stand-in', () => {
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

  const typesIn = async (name = stream) => (await collect(client.readStream(name))).map(({ event: e }) => e?.type);

  describe('by its expectation', () => {
    it('NO_STREAM starts a stream, once', async () => {
      const { success, nextExpectedRevision, position } = await client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM });
      expect({ success, nextExpectedRevision }).toEqual({ success: true, nextExpectedRevision: 1n });
      expect(typeof position?.commit).toBe('bigint');
      expect(typeof position?.prepare).toBe('bigint');
      const refused = await failureOf(client.appendToStream(stream, event(), { expectedRevision: NO_STREAM }));
      expect(refused).toBeInstanceOf(WrongExpectedVersionError);
      expect(refused).toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        expectedVersion: 'no_stream',
        actualVersion: 1n,
        message: '',
      });
    });

    it('an exact revision goes on from there, and nowhere else', async () => {
      await client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM });
      expect(await client.appendToStream(stream, event(), { expectedRevision: 1n })).toMatchObject({ nextExpectedRevision: 2n });
      for (const expectedRevision of [0n, 1n, 3n])
        expect(await failureOf(client.appendToStream(stream, event(), { expectedRevision }))).toMatchObject({
          expectedVersion: expectedRevision,
          actualVersion: 2n,
        });
    });

    it('an exact revision of a stream that is not there is refused, naming no stream', async () => {
      expect(await failureOf(client.appendToStream(stream, event(), { expectedRevision: 4n }))).toMatchObject({
        expectedVersion: 4n,
        actualVersion: 'no_stream',
      });
    });

    it('ANY goes on from wherever the stream is', async () => {
      expect(await appendOne(client, stream)).toMatchObject({ nextExpectedRevision: 0n });
      expect(await appendOne(client, stream)).toMatchObject({ nextExpectedRevision: 1n });
    });

    it('STREAM_EXISTS wants a stream', async () => {
      expect(await failureOf(appendOne(client, stream, 'Happened', STREAM_EXISTS))).toMatchObject({
        expectedVersion: 'stream_exists',
        actualVersion: 'no_stream',
      });
      await appendOne(client, stream);
      expect(await appendOne(client, stream, 'Happened', STREAM_EXISTS)).toMatchObject({ nextExpectedRevision: 1n });
    });

    it('is the same on the path with credentials', async () => {
      const credentials = { username: 'admin', password: 'changeit' };
      const first = await client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM, credentials });
      expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
      const refused = await failureOf(client.appendToStream(stream, event(), { expectedRevision: NO_STREAM, credentials }));
      expect(refused).toMatchObject({ type: 'wrong-expected-version', streamName: stream, actualVersion: 1n });
      const big = event('Big', { text: 'x'.repeat(MIB) });
      expect(await failureOf(client.appendToStream(stream, big, { credentials }))).toMatchObject({ maxAppendSize: MIB });
    });

    it(
      'of 64 at once at one revision has one winner',
      async () => {
        const results = await Promise.allSettled(Array.from({ length: 64 }, () => appendOne(client, stream, 'Happened', NO_STREAM)));
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      },
      SLOW_MS,
    );
  });

  describe('by its size', () => {
    // An event counts its bytes and two for each character of its type.
    const sized = (bytes: number) => event('E', { t: 'x'.repeat(bytes - 2 - JSON.stringify({ t: '' }).length) });

    it(
      'takes 1 MiB in all',
      async () => {
        expect(await client.appendToStream(stream, sized(MIB))).toMatchObject({ success: true });
        expect(await client.appendToStream(stream, [sized(MIB / 2), sized(MIB / 2)])).toMatchObject({ success: true });
      },
      SLOW_MS,
    );

    it(
      'refuses a byte more, naming the limit, and writes nothing',
      async () => {
        const refused = await failureOf(client.appendToStream(stream, sized(MIB + 1)));
        expect(refused).toBeInstanceOf(MaxAppendSizeExceededError);
        expect(refused).toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: MIB });
        const half = MIB / 2;
        expect(await failureOf(client.appendToStream(stream, [sized(half), sized(half + 1)]))).toMatchObject({ maxAppendSize: MIB });
        expect(await failureOf(collect(client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
      },
      SLOW_MS,
    );

    it(
      'answers a single event of 20 MiB with code 8',
      async () => {
        const refused = await failureOf(client.appendToStream(stream, sized(20 * MIB)));
        expect(refused).toBeInstanceOf(UnknownError);
        expect(refused.code).toBe(8);
        expect(await appendOne(client, stream)).toMatchObject({ success: true });
      },
      SLOW_MS,
    );

    it('takes no events at all, and makes no stream of them', async () => {
      expect(await client.appendToStream(stream, [], { expectedRevision: NO_STREAM })).toMatchObject({ success: true });
      expect(await failureOf(collect(client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
    });
  });

  describe('that repeats ids', () => {
    it('at the same expected revision is answered as before, and writes nothing', async () => {
      const batch = events(3);
      const first = await client.appendToStream(stream, batch, { expectedRevision: NO_STREAM });
      expect(await client.appendToStream(stream, batch, { expectedRevision: NO_STREAM })).toEqual(first);
      const second = events(2, 'Later');
      const later = await client.appendToStream(stream, second, { expectedRevision: 2n });
      expect(await client.appendToStream(stream, second, { expectedRevision: 2n })).toEqual(later);
      expect(await client.appendToStream(stream, batch, { expectedRevision: NO_STREAM })).toEqual(first);
      expect(await typesIn()).toHaveLength(5);
    });

    it('under ANY is answered as before, also after later events', async () => {
      const batch = events(3);
      const first = await client.appendToStream(stream, batch, { expectedRevision: ANY });
      await appendOne(client, stream, 'Later');
      expect(await client.appendToStream(stream, batch, { expectedRevision: ANY })).toEqual(first);
      expect(await typesIn()).toHaveLength(4);
    });

    it('and only a prefix of them is answered with the revision of the prefix', async () => {
      const [a, b, c] = [event(), event(), event()];
      await client.appendToStream(stream, [a, b, c], { expectedRevision: NO_STREAM });
      const inStream = await collect(client.readStream(stream));
      for (const expectedRevision of [NO_STREAM, ANY] as const)
        expect(await client.appendToStream(stream, [a, b], { expectedRevision })).toMatchObject({
          nextExpectedRevision: 1n,
          position: inStream[1]?.event?.position,
        });
      expect(await typesIn()).toHaveLength(3);
    });

    it('and one more, or in another order, is refused', async () => {
      const [a, b] = [event(), event()];
      await client.appendToStream(stream, [a, b], { expectedRevision: NO_STREAM });
      for (const expectedRevision of [NO_STREAM, ANY] as const)
        for (const batch of [
          [a, b, event()],
          [b, a],
        ])
          expect(await failureOf(client.appendToStream(stream, batch, { expectedRevision }))).toBeInstanceOf(WrongExpectedVersionError);
      expect(await typesIn()).toHaveLength(2);
    });

    it('at a different valid revision is written again', async () => {
      const batch = events(2);
      await client.appendToStream(stream, batch, { expectedRevision: NO_STREAM });
      expect(await client.appendToStream(stream, batch, { expectedRevision: 1n })).toMatchObject({ nextExpectedRevision: 3n });
      expect(await typesIn()).toHaveLength(4);
    });

    it('of another stream is written', async () => {
      const once = event();
      await client.appendToStream(stream, once, { expectedRevision: NO_STREAM });
      await client.appendToStream(`${stream}-other`, once, { expectedRevision: NO_STREAM });
      await client.appendToStream(`${stream}-third`, once, { expectedRevision: ANY });
      expect([await typesIn(), await typesIn(`${stream}-other`), await typesIn(`${stream}-third`)].flat()).toHaveLength(3);
    });

    it('within itself is written', async () => {
      const twice = event();
      expect(await client.appendToStream(stream, [twice, twice], { expectedRevision: NO_STREAM })).toMatchObject({
        nextExpectedRevision: 1n,
      });
      expect(await typesIn()).toHaveLength(2);
    });
  });
});
