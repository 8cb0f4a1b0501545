import { jest } from '@jest/globals';
import type { Authentication } from '@docket/access';
import { type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { RequestRates } from '../http/request-rates.js';
import { GRAPHQL_BACKLOG_BYTES_MAX, GRAPHQL_CLOSING_MS_MAX, GRAPHQL_CONNECTIONS_MAX, GRAPHQL_STRANGERS_MAX } from '../limits.js';
import { administrator } from '../testing/kettle-gateway.js';
import type { GraphqlApi } from './graphql-api.js';
import { SubscriptionServer } from './subscription-server.js';

/** The first byte of a frame that closes a connection (RFC 6455, 5.5.1). */
const CLOSING = 0x88;

/** A connection, with its client's hands. */
class Wire extends Duplex {
  written = '';
  /** From now on nothing that is written is taken off. */
  deaf = false;

  override _read(): void {
    // Its client speaks when it likes.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written += chunk.toString('latin1');
    if (this.deaf) return;
    if (chunk[0] === CLOSING) setImmediate(() => this.push(Buffer.from([CLOSING, 0x80, 0, 0, 0, 0])));
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  /** A message as a frame of a client (RFC 6455, 5.2), masked by zeros. */
  say(message: object): void {
    const text = JSON.stringify(message);
    const head = Buffer.from([0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0]);
    head.writeUInt16BE(text.length, 2);
    this.push(Buffer.concat([head, Buffer.from(text)]));
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }
}

const handshake = {
  method: 'GET',
  headers: {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    'sec-websocket-version': '13',
    'sec-websocket-protocol': 'graphql-transport-ws',
  },
} as unknown as IncomingMessage;

/** Bytes of one answer that waits for its client, and of what stands before its text. */
const ANSWER_BYTES = 32 * 1024;
const HEAD_BYTES = 4;

const ping = (payload: string) => ({ type: 'ping', payload: { said: payload } });
const LONG_PING = ping('x'.repeat(ANSWER_BYTES - HEAD_BYTES - JSON.stringify(ping('')).length));

describe('a server of subscriptions', () => {
  let server: SubscriptionServer;
  /** Where connections come from. */
  let address: string;
  /** Who it is, when a test says so. */
  let known: Promise<Authentication>;
  let asked: number;
  /** By what it said who it is. */
  let shown: string | undefined;
  beforeEach(() => {
    shown = undefined;
    known = Promise.resolve(administrator);
    asked = 0;
    address = '192.0.2.1';
    const silent = () => undefined;
    server = new SubscriptionServer({
      api: {} as GraphqlApi,
      authenticate: (authorization) => {
        asked += 1;
        shown = authorization;
        return known;
      },
      rates: new RequestRates({ unauthenticated: 0, token: 0 }),
      senderOf: ({ headers }) => ({ headers, ip: address, host: 'docket.example', protocol: 'http' }),
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
  });
  afterEach(() => server.close());

  const connect = (headers: object = {}): Wire => {
    const wire = new Wire();
    const request = { ...handshake, headers: { ...handshake.headers, ...headers } } as unknown as IncomingMessage;
    server.upgrade(request, wire, Buffer.alloc(0));
    return wire;
  };

  test('has as many connections as are allowed; one more is refused, and has its place when another has gone', async () => {
    const wires = Array.from({ length: GRAPHQL_CONNECTIONS_MAX }, (_, at) => {
      address = `10.0.${at >> 8}.${at & 255}`;
      return connect();
    });
    expect(wires.filter(({ written }) => !written.startsWith('HTTP/1.1 101 '))).toEqual([]);
    expect(connect().written).toMatch(/^HTTP\/1.1 503 [^]*retry-after: 1\r\n[^]*"streams.tooMany"/);
    wires[0]?.destroy();
    await new Promise((resolve) => wires[0]?.once('close', resolve));
    expect(connect().written).toMatch(/^HTTP\/1.1 101 /);
  });

  test('has so many from one address of which nobody has said whose they are; one that has said it, or has gone, counts no more', async () => {
    const wires = Array.from({ length: GRAPHQL_STRANGERS_MAX }, () => connect());
    const isTaken = ({ written }: Wire) => written.startsWith('HTTP/1.1 101 ');
    expect(wires.every(isTaken)).toBe(true);
    expect(connect().written).toMatch(/^HTTP\/1.1 503 [^]*"streams.tooMany"/);
    const [first, second] = wires as [Wire, Wire];
    first.say({ type: 'connection_init' });
    while (!first.written.includes('connection_ack')) await turn();
    expect([connect(), connect()].map(isTaken)).toEqual([true, false]);
    second.destroy();
    let next = connect();
    while (!isTaken(next)) {
      await turn();
      next = connect();
    }
    address = '192.0.2.2';
    expect(isTaken(connect())).toBe(true);
  });

  describe('to which a browser comes with the cookie of a session', () => {
    const cookie = 'theme=dark; docket_session=docket_session_x';
    const begun = async (headers: object, payload?: object): Promise<Wire> => {
      const wire = connect({ cookie, ...headers });
      wire.say({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
      while (asked === 0) await turn();
      return wire;
    };

    test.each([
      ['a page of its own origin', { origin: 'http://docket.example' }],
      ['a page of its own origin, as the browser says itself', { origin: 'http://docket.example', 'sec-fetch-site': 'same-origin' }],
      ['no page', {}],
    ])('takes it from %s', async (_, headers) => {
      const wire = await begun(headers);
      expect(shown).toBe('Bearer docket_session_x');
      while (!wire.written.includes('connection_ack')) await turn();
    });

    test.each([
      ['another site', { origin: 'https://evil.example' }],
      ['another port', { origin: 'http://docket.example:8080' }],
      ['a sandbox', { origin: 'null' }],
      ['a neighbour, as the browser says itself', { origin: 'http://docket.example', 'sec-fetch-site': 'same-site' }],
    ])('does not from %s, and closes the connection with the reason', async (_, headers) => {
      known = Promise.resolve({ refused: 'missing' });
      const wire = await begun(headers);
      expect(shown).toBeUndefined();
      while (!wire.written.includes('request.forged')) await turn();
    });

    test('takes a token that the page itself knows before it, from wherever', async () => {
      await begun({ origin: 'https://evil.example' }, { authorization: 'Bearer token' });
      expect(shown).toBe('Bearer token');
    });
  });

  test('keeps for whoever does not read as many bytes as are allowed, and cuts them off with one more', async () => {
    const wire = connect();
    wire.say({ type: 'connection_init' });
    while (!wire.written.includes('connection_ack')) await turn();
    wire.deaf = true;
    for (let bytes = 0; bytes < GRAPHQL_BACKLOG_BYTES_MAX; bytes += ANSWER_BYTES) wire.say(LONG_PING);
    while (wire.writableLength < GRAPHQL_BACKLOG_BYTES_MAX) await turn();
    expect(wire.writableLength).toBe(GRAPHQL_BACKLOG_BYTES_MAX);
    server.askAll();
    expect(wire.destroyed).toBe(false);
    wire.say(ping(''));
    while (wire.writableLength === GRAPHQL_BACKLOG_BYTES_MAX) await turn();
    server.askAll();
    expect(wire.destroyed).toBe(true);
  });

  test('keeps no more for whoever does not read and has not said who it is, however fast they ask', async () => {
    const wire = connect();
    wire.deaf = true;
    for (let said = 0; !wire.destroyed && said < (2 * GRAPHQL_BACKLOG_BYTES_MAX) / ANSWER_BYTES; said++) {
      wire.say(LONG_PING);
      await turn();
    }
    expect(wire.destroyed).toBe(true);
  });

  test('when it closes tells every client that it goes away, and nothing after it', async () => {
    const wires = [connect(), connect()];
    wires[0]?.say({ type: 'connection_init' });
    while (!wires[0]?.written.includes('connection_ack')) await turn();
    await server.close();
    for (const { written } of wires) expect(written).toMatch(/\x88.\x03\xe9going away$/);
  });

  test('waits so long for clients that do not answer, and cuts them off then', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      const wire = connect();
      wire.deaf = true;
      let closed = false;
      const closing = server.close().then(() => (closed = true));
      jest.advanceTimersByTime(GRAPHQL_CLOSING_MS_MAX - 1);
      await turn();
      expect([closed, wire.destroyed]).toEqual([false, false]);
      jest.advanceTimersByTime(1);
      await closing;
      expect(wire.destroyed).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });

  test('forgets a connection that ends while it is being found out whose it is', async () => {
    let found = (): void => undefined;
    known = new Promise((resolve) => (found = () => resolve(administrator)));
    const wire = connect();
    wire.say({ type: 'connection_init' });
    while (asked === 0) await turn();
    wire.destroy();
    const someTurns = async () => {
      for (let turns = 0; turns < 10; turns++) await turn();
    };
    await someTurns();
    found();
    await someTurns();
    server.askAll();
    expect(asked).toBe(1);
  });
});

const turn = () => new Promise(setImmediate);
