import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that says what it likes, byte by byte, and reads when it likes. */
export class RawClient {
  #heard = '';

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => (this.#heard += chunk.toString('latin1')));
    // A server may well reset a connection that is misused; that it ended is what counts.
    socket.on('error', () => undefined);
  }

  static async connect(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** What was answered so far. */
  get heard(): string {
    return this.#heard;
  }

  get open(): boolean {
    return !this.socket.destroyed;
  }

  /** Resolves when the text has left this process, and what has come meanwhile is heard. */
  say(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (!this.socket.writable) resolve();
      else this.socket.write(text, () => setImmediate(resolve));
    });
  }

  stopReading(): void {
    this.socket.pause();
  }

  /** All that was answered, once the server has ended the connection. */
  async answer(): Promise<string> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
    return this.#heard;
  }

  hangUp(): void {
    this.socket.destroy();
  }
}
