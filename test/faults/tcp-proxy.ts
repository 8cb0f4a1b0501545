import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** The two ends of one connection through the proxy. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** Stands between a client and its server, and hurts what goes through. Test equipment. */
export class TcpProxy {
  readonly #pairs = new Set<Pair>();
  #stalled = false;
  #swallowing = false;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private readonly listener: Server,
  ) {}

  /** Takes connections on a free port of this machine, and passes each on to the target. */
  static async start(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const listener = createServer();
    const proxy = new TcpProxy(target, listener);
    listener.on('connection', (client) => proxy.#join(client));
    listener.listen(0, HOST);
    await once(listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Ends all connections at both ends, in the middle of whatever it is. The next ones are whole. */
  cut(): void {
    this.#swallowing = false;
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Nothing goes through any more, either way, on these connections and the next ones; nobody is told. */
  stall(): void {
    this.#stalled = true;
    for (const pair of this.#pairs) hold(pair);
  }

  /** What was held up goes on. */
  resume(): void {
    this.#stalled = false;
    for (const { client, server } of this.#pairs) {
      client.resume();
      server.resume();
    }
  }

  /** The server's ends are gone, and the clients are not told: what they send vanishes. The next connections are whole. */
  halfOpen(): void {
    for (const pair of this.#pairs) {
      pair.client.removeAllListeners('data');
      pair.client.on('data', () => undefined);
      pair.server.removeAllListeners('close');
      pair.server.resetAndDestroy();
    }
  }

  /** From now on what the server says does not arrive, until the connections are cut. */
  swallowAnswers(): void {
    this.#swallowing = true;
  }

  /** Ends everything. */
  async close(): Promise<void> {
    const closed = once(this.listener, 'close');
    this.listener.close();
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    const server = connect(this.target);
    const pair = { client, server };
    this.#pairs.add(pair);
    client.setNoDelay(true);
    server.setNoDelay(true);
    client.on('data', (chunk) => pass(chunk, client, server));
    server.on('data', (chunk) => {
      if (!this.#swallowing) pass(chunk, server, client);
    });
    for (const [here, there] of [
      [client, server],
      [server, client],
    ] as const) {
      // What ends with an error closes too.
      here.on('error', () => undefined);
      here.on('end', () => there.end());
      here.on('close', () => {
        this.#pairs.delete(pair);
        there.destroy();
      });
    }
    if (this.#stalled) hold(pair);
  }
}

const hold = ({ client, server }: Pair): void => {
  client.pause();
  server.pause();
};

const pass = (chunk: Buffer, from: Socket, to: Socket): void => {
  if (to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
};
