import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections on which no request has begun: browsers open them ahead. Node.js counts them as busy, and a server that closes would wait for them. */
export const watchUnusedConnections = (server: Server): (() => void) => {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  for (const event of ['request', 'upgrade'] as const) server.on(event, ({ socket }: IncomingMessage) => unused.delete(socket));
  return () => {
    for (const socket of unused) socket.destroy();
  };
};
