import { CloseCode, type Server } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Log } from '../http/log.js';
import { GRAPHQL_BACKLOG_BYTES_MAX, GRAPHQL_PING_MS } from '../limits.js';

/** What the protocol is told of a connection. */
export interface SocketExtra {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

/** Whoever does not read is cut off, and begins again. */
export const cutOffIfDeaf = (socket: WebSocket): void => {
  if (socket.bufferedAmount > GRAPHQL_BACKLOG_BYTES_MAX) socket.terminate();
};

/** Lets a WebSocket speak graphql-transport-ws. In the place of the library's own, which writes past the log and tells clients what has gone wrong inside. */
export const speak = (protocol: Server<SocketExtra>, socket: WebSocket, request: IncomingMessage, log: Log): void => {
  const failed = (error: unknown): void => {
    log.error({ err: error }, 'a message of a WebSocket failed');
    socket.close(CloseCode.InternalServerError, 'internal');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => sent(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => {
        socket.on('message', (data) => {
          // Every message may be answered, pings too, and before it is known who sends them.
          cutOffIfDeaf(socket);
          take((data as Buffer).toString()).catch(failed);
        });
      },
    },
    { socket, request },
  );
  socket.on('ping', () => cutOffIfDeaf(socket));
  // The client broke the protocol; the library closes the connection.
  socket.on('error', ({ message }) => log.info({ reason: message }, 'what a WebSocket sent could not be read'));
  const alive = keepAlive(socket);
  socket.once('close', (code, reason) => {
    clearInterval(alive);
    closed(code, String(reason)).catch((error: unknown) =>
      log.error({ err: error }, 'the subscriptions of a WebSocket could not be ended'),
    );
  });
};

const sent = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(text, (error) => (error && socket.readyState === socket.OPEN ? reject(error) : resolve()));
  });

/** Ends a connection whose client has not answered the ping before. */
const keepAlive = (socket: WebSocket): NodeJS.Timeout => {
  let answered = true;
  socket.on('pong', () => (answered = true));
  return setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, GRAPHQL_PING_MS);
};
