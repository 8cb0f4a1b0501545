import { once } from 'node:events';
import { type ServerWritableStream } from '@grpc/grpc-js';
import { type streams } from './generated.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Writes to a reader at the pace at which it takes. */
export class Outbox {
  private readonly gone = new AbortController();
  private full = false;

  constructor(private readonly call: ReadCall) {
    call.on('cancelled', () => this.gone.abort());
    call.on('drain', () => (this.full = false));
  }

  /** Whether the reader has left. */
  get closed(): boolean {
    return this.gone.signal.aborted;
  }

  /** Whether the reader takes more at the moment. */
  get open(): boolean {
    return !this.full && !this.closed;
  }

  write(response: streams.ReadResp): void {
    if (!this.closed) this.full = !this.call.write(response);
  }

  /** Resolves when the reader takes more, or has left. */
  async drained(): Promise<void> {
    if (!this.full || this.closed) return;
    await once(this.call, 'drain', { signal: this.gone.signal }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
  }

  onClose(listener: () => void): void {
    this.gone.signal.addEventListener('abort', listener);
  }
}
