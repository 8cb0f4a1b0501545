import { randomUUID } from 'node:crypto';
import {
  type EventStore,
  type ExpectedRevision,
  openEventStoreDb,
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedRevision,
} from '@docket/event-store';
import { newEvents, wholeLog } from '@docket/event-store/testing';
import { temporaryFolder } from '../end-to-end/docket-process.js';
import { hostOf } from '../eventstoredb/connection-string.js';
import { StandInProcess } from '../eventstoredb/spawn-stand-in.js';
import { AppendHistory, type Outcome } from './append-history.js';
import { checkHistory } from './check-history.js';
import { TcpProxy } from './tcp-proxy.js';

/** More rounds: DOCKET_HISTORY_ROUNDS=50 npm test -- test/faults/append-history. */
const ROUNDS = Number(process.env['DOCKET_HISTORY_ROUNDS'] ?? 3);
const CLIENTS = 64;
/** Few enough that clients meet in one stream, many enough that most appends succeed. */
const STREAMS = 32;
/** Acknowledged appends before the server is hurt: enough that those of many clients are under way. */
const ANSWERS_BEFORE_FAULT = 200;
/** How often every second client sends an append of unknown outcome again before it gives it up; the others never do. */
const REPEATS = 2;

/** A server that is hurt again and again, and found again at the same address. */
interface HurtServer {
  readonly url: string;
  /** What is done to it, in a word. */
  readonly fault: string;
  hurt(): Promise<void>;
  end(): Promise<void>;
}

/** The stand-in as a process with its log on the disk: killed, and started again. */
const killedStandIn = async (): Promise<HurtServer> => {
  const folder = temporaryFolder();
  let server = await StandInProcess.start({ folder: folder.path });
  const { port, connectionString: url } = server;
  const hurt = async (): Promise<void> => {
    await server.kill();
    server = await StandInProcess.start({ port, folder: folder.path });
  };
  const end = async (): Promise<void> => {
    await server.stop();
    folder.remove();
  };
  return { url, fault: 'killed', hurt, end };
};

/** A server of the user's own, which no test kills: its connections are cut. */
const cutServer = async (connectionString: string): Promise<HurtServer> => {
  const { host, port, withHost } = hostOf(connectionString);
  const proxy = await TcpProxy.start({ host, port });
  const hurt = async (): Promise<void> => proxy.cut();
  return { url: withHost('127.0.0.1', proxy.port), fault: 'cut off', hurt, end: () => proxy.close() };
};

/** Clients that append to the same few streams, each at the revision that it believes the stream to have. */
class Clients {
  readonly history = new AppendHistory();
  readonly #ends = new Map<string, ExpectedRevision>();
  #stopped = false;
  #acknowledged = 0;
  #onAcknowledged: () => void = () => undefined;

  constructor(private readonly store: EventStore) {}

  /** Resolves when the clients have stopped; fails when one of them failed as none should. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: CLIENTS }, (_, client) => this.#runClient(client)));
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when so many more appends have been acknowledged. */
  async acknowledged(count: number): Promise<void> {
    const enough = this.#acknowledged + count;
    while (this.#acknowledged < enough) await new Promise<void>((resolve) => (this.#onAcknowledged = resolve));
  }

  async #runClient(client: number): Promise<void> {
    for (let i = 0; !this.#stopped; i++)
      await this.#append(`stream-${(client * 7 + i) % STREAMS}`, 1 + (i % 3), client % 2 === 0 ? 0 : REPEATS);
  }

  async #append(stream: string, count: number, repeats: number): Promise<void> {
    const expected = this.#ends.get(stream) ?? 'none';
    const events = newEvents(count);
    const ids = events.map(({ id }) => id);
    const outcome = await this.history.record({ stream, expected, ids }, async () => {
      let unknown: Outcome | undefined;
      for (let tries = 0; ; tries++) {
        const outcome = await this.#ask(stream, () => this.store.append(stream, events, expected));
        if (outcome.kind === 'unknown') unknown = outcome;
        if (outcome.kind === 'ok' || !unknown) return outcome;
        if (tries === repeats) return unknown;
      }
    });
    if (outcome.kind === 'ok') {
      this.#acknowledged++;
      this.#onAcknowledged();
    }
  }

  async #ask(stream: string, append: () => ReturnType<EventStore['append']>): Promise<Outcome> {
    try {
      const { revision, position } = await append();
      this.#learn(stream, revision);
      return { kind: 'ok', revision, position };
    } catch (error) {
      if (error instanceof OutcomeUnknown) return { kind: 'unknown' };
      if (error instanceof WrongExpectedRevision) {
        if (error.actual !== 'none') this.#learn(stream, error.actual);
        return { kind: 'refused' };
      }
      if (!(error instanceof StoreUnavailable)) throw error;
      await this.#back();
      return { kind: 'refused' };
    }
  }

  #learn(stream: string, revision: number): void {
    const known = this.#ends.get(stream);
    if (typeof known !== 'number' || known < revision) this.#ends.set(stream, revision);
  }

  /** Resolves when the server answers again. */
  async #back(): Promise<void> {
    for (let back = false; !back;)
      back = await this.store.head().then(
        () => true,
        () => false,
      );
  }
}

test(`${CLIENTS} clients, and a server that goes and comes: every acknowledged append is there once, in the order of real time`, async () => {
  const own = process.env['EVENTSTORE_URL'];
  const server = own === undefined || own === '' ? await killedStandIn() : await cutServer(own);
  const open = () => openEventStoreDb({ url: server.url, prefix: `docket-test-${randomUUID()}.`, warn: () => undefined });
  const store = await open();
  const clients = new Clients(store);
  const running = clients.run();
  const firstAnswer = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.race([clients.acknowledged(ANSWERS_BEFORE_FAULT), running]);
    await server.hurt();
  }
  await Promise.race([clients.acknowledged(ANSWERS_BEFORE_FAULT), running]);
  clients.stop();
  await running;
  const { appends } = clients.history;
  const { violations, foundLater } = checkHistory(appends, await wholeLog(store));
  const seconds = ((performance.now() - firstAnswer) / 1000).toFixed(1);
  await store.close();
  await server.end();
  process.stdout.write(
    `history of appends: the server ${server.fault} ${ROUNDS} times in ${seconds} s, ${appends.length} operations, ${clients.history.count('ok')} ok, ` +
      `${clients.history.count('unknown')} unknown, ${foundLater} found later, violations ${violations.length}\n`,
  );
  expect(violations).toEqual([]);
}, 600_000);
