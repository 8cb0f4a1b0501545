import { randomUUID } from 'node:crypto';
import {
  type AppendExpectedRevision,
  type EventStoreDBClient,
  NO_STREAM,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { StandIn } from './stand-in/index.js';
import { appendOne, collect, connect, events, failureOf } from './testing.js';

describe('a delete on the stand-in', () => {
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
  beforeEach(async () => {
    stream = `order-${randomUUID()}`;
    await client.appendToStream(stream, events(3));
  });

  const inAll = async () => (await collect(client.readAll())).filter(({ event: e }) => e?.streamId === stream);

  it('that is soft makes reads find no stream', async () => {
    await client.deleteStream(stream, { expectedRevision: 2n });
    expect(await failureOf(collect(client.readStream(stream)))).toBeInstanceOf(StreamNotFoundError);
  });

  it.each<[string, AppendExpectedRevision]>([
    ['its revision', 2n],
    ['NO_STREAM', NO_STREAM],
  ])('that is soft is written over at %s, and the numbers go on', async (_, expectedRevision) => {
    await client.deleteStream(stream);
    expect(await appendOne(client, stream, 'Again', expectedRevision)).toMatchObject({ nextExpectedRevision: 3n });
    expect((await collect(client.readStream(stream))).map(({ event: e }) => [e?.type, e?.revision])).toEqual([['Again', 3n]]);
  });

  it('that is soft leaves the events in $all', async () => {
    await client.deleteStream(stream);
    expect(await inAll()).toHaveLength(3);
  });

  it('at a wrong revision is refused', async () => {
    expect(await failureOf(client.deleteStream(stream, { expectedRevision: 1n }))).toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 2n,
    });
    expect(await collect(client.readStream(stream))).toHaveLength(3);
  });

  it('by tombstone ends the stream for reads and appends', async () => {
    await client.tombstoneStream(stream);
    expect(await failureOf(collect(client.readStream(stream)))).toBeInstanceOf(StreamDeletedError);
    expect(await failureOf(appendOne(client, stream))).toBeInstanceOf(StreamDeletedError);
    expect(await failureOf(client.tombstoneStream(stream))).toBeInstanceOf(StreamDeletedError);
  });

  it('by tombstone ends it for a client that asked not to throw, too', async () => {
    const quiet = connect(server, '&throwOnAppendFailure=false');
    await client.tombstoneStream(stream);
    expect(await failureOf(appendOne(quiet, stream))).toBeInstanceOf(StreamDeletedError);
    await quiet.dispose();
  });

  it('by $tb and $maxCount in the metadata cuts off the beginning', async () => {
    const revisions = async () => (await collect(client.readStream(stream))).map(({ event: e }) => Number(e?.revision));
    await client.setStreamMetadata(stream, { truncateBefore: 1 });
    expect(await revisions()).toEqual([1, 2]);
    await client.setStreamMetadata(stream, { maxCount: 1 });
    expect(await revisions()).toEqual([2]);
    expect(await inAll()).toHaveLength(3);
  });
});
