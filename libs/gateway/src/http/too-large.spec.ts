import 'reflect-metadata';
import { once } from 'node:events';
import { connect } from 'node:net';
import { DRAINED_BYTES_MAX } from '../limits.js';
import { KettleGateway } from '../testing/kettle-gateway.js';

/** Sends a head that announces so many bytes, then them, and gives what comes back until the server has nothing more to say. */
class RawCaller {
  #heard = '';
  readonly #socket;

  constructor(url: string) {
    this.#socket = connect(Number(new URL(url).port), '127.0.0.1');
    this.#socket.on('data', (data) => (this.#heard += data.toString('latin1')));
    this.#socket.on('error', () => undefined);
  }

  async send(bytes: number): Promise<void> {
    this.#socket.write(
      `POST /api/v1/kettles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer boss\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`,
    );
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let sent = 0; sent < bytes && !this.#socket.destroyed; sent += piece.length)
      if (!this.#socket.write(piece.subarray(0, Math.min(piece.length, bytes - sent)))) await this.#goesOn();
  }

  /** Until more can be sent, or nothing more. */
  #goesOn(): Promise<void> {
    return new Promise((resolve) => {
      for (const event of ['drain', 'close']) this.#socket.once(event, () => resolve());
    });
  }

  /** The same without saying how many there will be. */
  async sendInPieces(bytes: number): Promise<void> {
    this.#socket.write(
      'POST /api/v1/kettles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer boss\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const size = 64 * 1024;
    const piece = Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), Buffer.alloc(size, 'x'), Buffer.from('\r\n')]);
    for (let sent = 0; sent < bytes && !this.#socket.destroyed; sent += size) if (!this.#socket.write(piece)) await this.#goesOn();
    if (!this.#socket.destroyed) this.#socket.write('0\r\n\r\n');
  }

  async hears(text: string): Promise<void> {
    while (!this.#heard.includes(text)) await once(this.#socket, 'data');
  }

  ask(path: string): void {
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  }

  async closes(): Promise<void> {
    if (!this.#socket.closed) await new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
  }

  end(): void {
    this.#socket.destroy();
  }
}

describe('a body that is too large', () => {
  const gateway = new KettleGateway();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.close());

  test('is taken to its end, so that its sender sees the answer, and the connection goes on', async () => {
    const caller = new RawCaller(gateway.url);
    await caller.send(DRAINED_BYTES_MAX);
    await caller.hears('HTTP/1.1 413');
    caller.ask('/health/live');
    await caller.hears('{"live":true}');
    caller.end();
  });

  test('is taken as far, too, where it does not say how large it will be', async () => {
    const caller = new RawCaller(gateway.url);
    await caller.sendInPieces(DRAINED_BYTES_MAX);
    await caller.hears('HTTP/1.1 413');
    caller.ask('/health/live');
    await caller.hears('{"live":true}');
    caller.end();
    const endless = new RawCaller(gateway.url);
    await endless.sendInPieces(2 * DRAINED_BYTES_MAX);
    await endless.closes();
  });

  test('beyond what is taken, is cut', async () => {
    const caller = new RawCaller(gateway.url);
    await caller.send(DRAINED_BYTES_MAX + 1);
    await caller.closes();
  });
});
