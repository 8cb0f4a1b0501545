import { IncomingMessage } from 'node:http';

const asked = Symbol('docket.upgradeAsked');

/** A request that asks for another protocol than WebSocket is answered as if it had not asked (RFC 9110, 7.8): curl --http2 and the client of Java offer h2c
 *  with what they send. Where somebody listens for upgrades at all, Node.js before 24.9 would take each of them from the routes. */
export class UpgradableRequest extends IncomingMessage {
  [asked]: boolean | null | undefined;

  /** Set and asked by Node.js. */
  get upgrade(): boolean {
    return this[asked] === true && (this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket');
  }

  set upgrade(value: boolean | null) {
    this[asked] = value;
  }
}
