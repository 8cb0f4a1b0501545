import { randomUUID } from 'node:crypto';
import { END, type EventStoreDBClient, eventTypeFilter, excludeSystemEvents, type Position, streamNameFilter } from '@eventstore/db-client';
import { StandIn } from './stand-in/index.js';
import { LIVE_BUFFER_EVENTS } from './stand-in/subscription.js';
import { appendOne, collect, connect, event, events, type Watched, watch, SLOW_MS } from './testing.js';

describe('a subscription to the stand-in', () => {
  let server: StandIn;
  let client: EventStoreDBClient;
  let stream: string;
  const watched: Watched[] = [];

  beforeEach(async () => {
    server = await StandIn.start();
    client = connect(server);
    stream = `order-${randomUUID()}`;
  });
  afterEach(async () => {
    for (const { subscription } of watched.splice(0)) await subscription.unsubscribe();
    await client.dispose();
    await server.stop();
  });

  const subscribe = (options: Parameters<EventStoreDBClient['subscribeToAll']>[0] = {}) => {
    const one = watch(client.subscribeToAll(options));
    watched.push(one);
    return one;
  };
  /** A subscription that has caught up and is live. */
  const live = async (options: Parameters<EventStoreDBClient['subscribeToAll']>[0] = {}) => {
    const one = subscribe(options);
    await one.caughtUp;
    return one;
  };

  it('delivers what was there, then what comes', async () => {
    await appendOne(client, stream, 'Before');
    const { caughtUp, received, types } = subscribe({ filter: excludeSystemEvents() });
    await caughtUp;
    await appendOne(client, stream, 'After');
    await received(2);
    expect(types).toEqual(['Before', 'After']);
  });

  it('starts after the given position, unlike readAll, and from END with what comes', async () => {
    const { position } = await appendOne(client, stream, 'Here');
    if (!position) throw new Error('an append without a position');
    const after = await live({ fromPosition: position });
    const atEnd = await live({ fromPosition: END });
    await appendOne(client, stream, 'Next');
    await Promise.all([after.received(1), atEnd.received(1)]);
    expect([after.types, atEnd.types]).toEqual([['Next'], ['Next']]);
  });

  it('from a position that is not on the boundary of a record ends with code 2', async () => {
    const { position } = await appendOne(client, stream);
    const commit = (position?.commit ?? 0n) - 1n;
    expect(await subscribe({ fromPosition: { commit, prepare: commit } }).ended).toMatchObject({ type: 'unknown', code: 2 });
  });

  it('from a position beyond the end is taken in silence', async () => {
    const beyond = 10n ** 12n;
    const { types } = await live({ fromPosition: { commit: beyond, prepare: beyond } });
    const other = await live({ fromPosition: END });
    await appendOne(client, stream);
    await other.received(1);
    expect(types).toEqual([]);
  });

  describe('with a filter', () => {
    beforeEach(async () => {
      await appendOne(client, 'invoice-1', 'Paid');
      await appendOne(client, 'order-1', 'Placed');
      await appendOne(client, 'order-2', 'Paid');
      await appendOne(client, 'reorder-1', 'Unpaid');
    });

    it.each([
      ['prefixes of stream names', streamNameFilter({ prefixes: ['order-'] }), ['Placed', 'Paid']],
      ['several prefixes', streamNameFilter({ prefixes: ['order-', 'invoice-'] }), ['Paid', 'Placed', 'Paid']],
      ['prefixes of event types', eventTypeFilter({ prefixes: ['Pa', 'Pl'] }), ['Paid', 'Placed', 'Paid']],
      ["everything but the server's own events", excludeSystemEvents(), ['Paid', 'Placed', 'Paid', 'Unpaid']],
      ['a wider window', streamNameFilter({ prefixes: ['order-'], maxSearchWindow: 500 }), ['Placed', 'Paid']],
    ])('by %s delivers those, before and after it is live', async (_, filter, expected) => {
      const { types, received, caughtUp } = subscribe({ filter });
      await caughtUp;
      expect(types).toEqual(expected);
      await appendOne(client, 'stranger-1', '$Strange');
      await appendOne(client, 'order-3', 'Placed');
      await received(expected.length + 1);
      expect(types).toEqual([...expected, 'Placed']);
    });

    it('by nothing delivers all, the events of the server too', async () => {
      expect((await live()).types).toEqual(['$UserCreated', '$UserCreated', 'Paid', 'Placed', 'Paid', 'Unpaid']);
    });

    it('says that it has caught up where nothing matches', async () => {
      expect((await live({ filter: streamNameFilter({ prefixes: ['nothing-'] }) })).types).toEqual([]);
    });

    it('tells checkpoints of what it has looked through, at positions where one may start again', async () => {
      await client.appendToStream(stream, events(100));
      const checkpoints: Position[] = [];
      const filter = streamNameFilter({
        prefixes: ['nothing-'],
        maxSearchWindow: 10,
        checkpointInterval: 2,
        checkpointReached: async (_, position) => void checkpoints.push(position),
      });
      await live({ filter });
      expect(checkpoints).toHaveLength(5);
      const [fromPosition] = checkpoints;
      if (!fromPosition) throw new Error('no checkpoint');
      const all = await collect(client.readAll());
      expect(all[19]?.event?.position).toEqual(fromPosition);
      expect((await live({ fromPosition })).events).toHaveLength(all.length - 20);
    });
  });

  describe('that is live', () => {
    it('takes as many events at once as it buffers', async () => {
      const { received, types } = await live({ fromPosition: END });
      await client.appendToStream(stream, events(LIVE_BUFFER_EVENTS));
      await received(LIVE_BUFFER_EVENTS);
      await appendOne(client, stream, 'Last');
      await received(LIVE_BUFFER_EVENTS + 1);
      expect(types.at(-1)).toBe('Last');
    });

    it('is dropped with code 10 by one more, though its consumer does nothing', async () => {
      const { ended } = await live({ fromPosition: END });
      await client.appendToStream(stream, events(LIVE_BUFFER_EVENTS + 1));
      expect(await ended).toMatchObject({
        code: 10,
        message: expect.stringContaining('Consumer too slow to handle event while live. Client resubscription required.'),
      });
    });

    it(
      'is dropped by many writers at once',
      async () => {
        const { ended } = await live({ fromPosition: END });
        await appendOne(client, stream);
        // Held back and let go, they come within one turn of the server.
        server.faults.freeze();
        const appends = Array.from({ length: 64 }, (_, i) => appendOne(client, `${stream}-${i}`));
        while (server.faults.held < 64) await new Promise(setImmediate);
        server.faults.thaw();
        await Promise.all(appends);
        expect(await ended).toMatchObject({ code: 10 });
      },
      SLOW_MS,
    );

    it(
      'is not dropped by events that its filter keeps away',
      async () => {
        const { received, types } = await live({ filter: streamNameFilter({ prefixes: ['mine-'] }) });
        await client.appendToStream(stream, events(1_000));
        await appendOne(client, 'mine-1', 'Mine');
        await received(1);
        expect(types).toEqual(['Mine']);
      },
      SLOW_MS,
    );

    it(
      'loses nothing when it is taken up after the last event that came',
      async () => {
        const batches = 20;
        let fromPosition: Position | typeof END = END;
        const seen: unknown[] = [];
        let done = false;
        const follow = async () => {
          while (!done) {
            const { subscription, events: got, ended } = watch(client.subscribeToAll({ fromPosition }));
            if (seen.length === 0) await new Promise((resolve) => subscription.once('caughtUp', resolve));
            started();
            await ended;
            seen.push(...got.map(({ event: e }) => e?.data));
            fromPosition = got.at(-1)?.event?.position ?? fromPosition;
          }
        };
        let started = (): void => undefined;
        const first = new Promise<void>((resolve) => (started = resolve));
        const following = follow();
        await first;
        for (let i = 0; i < batches; i++) await client.appendToStream(stream, event('Numbered', { i }));
        const end = watch(client.subscribeToAll({ filter: streamNameFilter({ prefixes: [stream] }) }));
        watched.push(end);
        await end.received(batches);
        done = true;
        server.subscriptions.drop();
        await following;
        const rest = await collect(client.readAll(fromPosition === END ? {} : { fromPosition }));
        expect(seen.length + rest.length - 1).toBe(batches);
      },
      SLOW_MS,
    );
  });

  it('to a stream delivers after a revision, and what comes', async () => {
    await client.appendToStream(stream, events(3));
    const subscription = client.subscribeToStream(stream, { fromRevision: 1n });
    const seen: number[] = [];
    const two = new Promise<void>((resolve) =>
      subscription.on('data', ({ event: e }) => {
        seen.push(Number(e?.revision));
        if (seen.length === 2) resolve();
      }),
    );
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    await appendOne(client, `${stream}-other`);
    await appendOne(client, stream);
    await two;
    expect(seen).toEqual([2, 3]);
    await subscription.unsubscribe();
  });

  it('may see times of creation step back', async () => {
    await appendOne(client, stream);
    server.clock.stepBack(60_000);
    await appendOne(client, stream);
    const [first, second] = await collect(client.readStream(stream));
    expect(second?.event?.created.getTime()).toBeLessThan(first?.event?.created.getTime() ?? 0);
  });
});
