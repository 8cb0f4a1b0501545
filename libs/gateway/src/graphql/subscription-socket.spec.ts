import 'reflect-metadata';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { GRAPHQL_BACKLOG_BYTES_MAX } from '../limits.js';
import { KettleGateway } from '../testing/kettle-gateway.js';

/** Of one message; as large as one may be, nearly. */
const PING_BYTES = 64 * 1024;
/** Far more than a server may keep for somebody, and than the system keeps on both sides of a connection. */
const PINGS = (64 * GRAPHQL_BACKLOG_BYTES_MAX) / PING_BYTES;

describe('a WebSocket', () => {
  const gateway = new KettleGateway();
  beforeAll(() => gateway.start());
  afterAll(() => gateway.close());

  const opened = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    // That it ended is what counts.
    socket.on('error', () => undefined);
    return socket;
  };
  const closeOf = async (socket: WebSocket): Promise<object> => {
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    return { code, reason: String(reason) };
  };

  test('of whom nobody can say now who it is, because a store is away, is told to come again, and nothing from inside', async () => {
    const socket = await opened();
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer unlucky' } }));
    expect(await closeOf(socket)).toEqual({ code: 1013, reason: 'store.unavailable' });
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'it could not be asked who opens a connection' }),
    );
  });

  test('that sends and does not read is cut off, before it is known whose it is: what waits for it is bounded', async () => {
    const socket = await opened();
    socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(PING_BYTES) } });
    const isSent = () => new Promise<boolean>((resolve) => socket.send(ping, (error) => resolve(!error)));
    let sent = 0;
    while (sent < PINGS && (await isSent())) sent += 1;
    expect(sent).toBeLessThan(PINGS);
    socket.terminate();
  });

  test('that breaks the protocol is closed, and it stands in the log', async () => {
    const socket = await opened();
    socket.send('x'.repeat(1024 * 1024));
    expect(await closeOf(socket)).toMatchObject({ code: 1009 });
    expect(gateway.logged).toContainEqual(expect.objectContaining({ level: 'info', message: 'what a WebSocket sent could not be read' }));
  });
});
