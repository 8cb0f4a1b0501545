import type { WebSocket } from 'ws';
import { GRAPHQL_STRANGERS_MAX } from '../limits.js';

/** Connections of which nobody has said yet whose they are, by the address that they come from: one address alone can't take all places there are. */
export class Strangers {
  readonly #addresses = new Map<WebSocket, string>();
  readonly #counts = new Map<string, number>();

  isFull(address: string): boolean {
    return (this.#counts.get(address) ?? 0) >= GRAPHQL_STRANGERS_MAX;
  }

  add(socket: WebSocket, address: string): void {
    this.#addresses.set(socket, address);
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
    socket.once('close', () => this.remove(socket));
  }

  /** It is known now whose it is, or it has closed. */
  remove(socket: WebSocket): void {
    const address = this.#addresses.get(socket);
    if (address === undefined) return;
    this.#addresses.delete(socket);
    const others = (this.#counts.get(address) ?? 0) - 1;
    if (others > 0) this.#counts.set(address, others);
    else this.#counts.delete(address);
  }
}
