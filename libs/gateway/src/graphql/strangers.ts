import { Tally } from '@docket/access';
import type { WebSocket } from 'ws';
import { GRAPHQL_STRANGERS_MAX } from '../limits.js';

/** Connections of which nobody has said yet whose they are, by the address that they come from: one address alone can't take all places there are. */
export class Strangers {
  readonly #addresses = new Map<WebSocket, string>();
  readonly #counts = new Tally();

  isFull(address: string): boolean {
    return this.#counts.of(address) >= GRAPHQL_STRANGERS_MAX;
  }

  add(socket: WebSocket, address: string): void {
    this.#addresses.set(socket, address);
    this.#counts.add(address);
    socket.once('close', () => this.remove(socket));
  }

  /** It is known now whose it is, or it has closed. */
  remove(socket: WebSocket): void {
    const address = this.#addresses.get(socket);
    if (address === undefined) return;
    this.#addresses.delete(socket);
    this.#counts.remove(address);
  }
}
