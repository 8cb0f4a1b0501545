import { randomUUID } from 'node:crypto';
import { END, type EventStoreDBClient, NO_STREAM, UnavailableError, UnknownError } from '@eventstore/db-client';
import { StandIn } from './stand-in/index.js';
import { appendOne, collect, connect, event, events, failureOf, watch, SLOW_MS } from './testing.js';

describe('the stand-in, coming and going', () => {
  let server: StandIn;
  let client: EventStoreDBClient;
  let stream: string;

  beforeEach(async () => {
    server = await StandIn.start();
    client = connect(server);
    stream = `order-${randomUUID()}`;
    // The client asks for the server's features once; from here on it appends.
    await appendOne(client, 'first');
  });
  afterEach(async () => {
    await client.dispose();
    await server.stop();
  });

  const typesIn = async (name = stream) => (await collect(client.readStream(name))).map(({ event: e }) => e?.type);
  const untilHeld = async (count: number) => {
    while (server.faults.held < count) await new Promise(setImmediate);
  };

  describe('when it dies', () => {
    it('fails the appends under way at once, as unavailable, with code 14', async () => {
      server.faults.freeze();
      const failures = Promise.all(Array.from({ length: 3 }, (_, i) => failureOf(appendOne(client, `${stream}-${i}`))));
      await untilHeld(3);
      await server.kill();
      for (const failed of await failures) {
        expect(failed).toBeInstanceOf(UnavailableError);
        expect(failed.code).toBe(14);
      }
    });

    it('is gone: appends fail with code 14 and no type', async () => {
      await server.kill();
      await failureOf(appendOne(client, stream));
      const failed = await failureOf(appendOne(client, stream));
      expect(failed.code).toBe(14);
      expect(failed.type).toBeUndefined();
    });

    it(
      'and comes back, the client reconnects by itself at a later call',
      async () => {
        await server.kill();
        await failureOf(appendOne(client, stream));
        await server.restart();
        let appended = false;
        while (!appended)
          appended = await appendOne(client, stream, 'Back').then(
            () => true,
            (error: { code?: number }) => {
              if (error.code !== 14) throw error as Error;
              return false;
            },
          );
        expect(await typesIn()).toEqual(['Back']);
      },
      SLOW_MS,
    );

    it('leaves a subscription dead for good: one error, then neither an end nor a close', async () => {
      const subscription = client.subscribeToAll({ fromPosition: END });
      const { caughtUp } = watch(subscription);
      const heard: string[] = [];
      for (const name of ['error', 'end', 'close']) subscription.on(name, () => heard.push(name));
      await caughtUp;
      const failed = new Promise<Error>((resolve) => subscription.once('error', resolve));
      await server.kill();
      expect(await failed).toMatchObject({ code: 14 });
      await server.restart();
      const other = connect(server);
      await appendOne(other, stream);
      await other.dispose();
      expect(heard).toEqual(['error']);
    });
  });

  it('ends subscriptions cleanly: `for await` is over, without an error', async () => {
    const subscription = client.subscribeToAll({ fromPosition: END });
    const taken: string[] = [];
    const caughtUp = new Promise((resolve) => subscription.once('caughtUp', resolve));
    const loop = (async () => {
      for await (const { event: e } of subscription) taken.push(e?.type ?? '');
    })();
    await caughtUp;
    await appendOne(client, stream, 'Last');
    server.subscriptions.end();
    await loop;
    expect(taken).toEqual(['Last']);
  });

  it('drops subscriptions when told, as after a burst', async () => {
    const { caughtUp, ended } = watch(client.subscribeToAll({ fromPosition: END }));
    await caughtUp;
    server.subscriptions.drop();
    expect(await ended).toMatchObject({ code: 10 });
  });

  describe('while it starts', () => {
    it('answers so many calls that it is not ready', async () => {
      server.faults.startUp(3);
      for (const call of [() => appendOne(client, stream), () => collect(client.readStream(stream)), () => collect(client.readAll())]) {
        const failed = await failureOf(call());
        expect(failed).toBeInstanceOf(UnknownError);
        expect(failed.message).toContain('Server Is Not Ready');
      }
      expect(await appendOne(client, stream)).toMatchObject({ success: true });
    });

    it('writes nothing, and goes on when it is ready', async () => {
      server.faults.startUp();
      expect(await failureOf(appendOne(client, stream, 'Early'))).toBeInstanceOf(UnknownError);
      expect(await watch(client.subscribeToAll()).ended).toBeInstanceOf(UnknownError);
      server.faults.ready();
      await appendOne(client, stream, 'Ready');
      expect(await typesIn()).toEqual(['Ready']);
    });
  });

  describe('when it hangs', () => {
    it('takes calls and answers none until it moves again', async () => {
      server.faults.freeze();
      let answered = 0;
      const calls = Promise.all(
        [appendOne(client, stream, 'Held'), collect(client.readAll())].map((call) => call.then(() => void (answered += 1))),
      );
      await untilHeld(2);
      expect(answered).toBe(0);
      server.faults.thaw();
      await calls;
      expect(await typesIn()).toEqual(['Held']);
    });
  });

  describe('when a connection ends around an append', () => {
    it('has written the append whose answer was lost, and answers its repetition as it would have', async () => {
      const batch = events(3);
      server.faults.loseNextAnswer();
      expect(await failureOf(client.appendToStream(stream, batch, { expectedRevision: NO_STREAM }))).toBeInstanceOf(UnavailableError);
      const reconnected = connect(server);
      expect(await reconnected.appendToStream(stream, batch, { expectedRevision: NO_STREAM })).toMatchObject({ nextExpectedRevision: 2n });
      expect(await collect(reconnected.readStream(stream))).toHaveLength(3);
      await reconnected.dispose();
    });

    it('has not written the append that was lost, and writes its repetition', async () => {
      const batch = events(3);
      server.faults.loseNextAppend();
      expect(await failureOf(client.appendToStream(stream, batch, { expectedRevision: NO_STREAM }))).toBeInstanceOf(UnavailableError);
      const reconnected = connect(server);
      expect(await failureOf(collect(reconnected.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
      expect(await reconnected.appendToStream(stream, batch, { expectedRevision: NO_STREAM })).toMatchObject({ nextExpectedRevision: 2n });
      await reconnected.dispose();
    });

    it('does so on the path with credentials too', async () => {
      const credentials = { username: 'admin', password: 'changeit' };
      const once = event();
      server.faults.loseNextAnswer();
      await failureOf(client.appendToStream(stream, once, { credentials }));
      const reconnected = connect(server);
      expect(await collect(reconnected.readStream(stream))).toHaveLength(1);
      await reconnected.dispose();
    });
  });
});
