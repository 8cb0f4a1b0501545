import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TcpProxy } from './tcp-proxy.js';

/** Says back what it hears. */
let echo: Server;
const heard: string[] = [];
let proxy: TcpProxy;
const clients: Socket[] = [];

const dial = async (): Promise<Socket> => {
  const client = connect({ host: '127.0.0.1', port: proxy.port });
  client.on('error', () => undefined);
  clients.push(client);
  await once(client, 'connect');
  return client;
};

const ask = async (client: Socket, text: string): Promise<string> => {
  client.write(text);
  const [answer] = (await once(client, 'data')) as [Buffer];
  return answer.toString();
};

/** Resolves when the client's end is closed, with an error or without. */
const closeOf = (client: Socket): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()));

/** Resolves when the server has heard the text. */
const hears = async (text: string): Promise<void> => {
  while (!heard.includes(text)) await new Promise(setImmediate);
};

beforeEach(async () => {
  heard.length = 0;
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard.push(chunk.toString());
      socket.write(chunk);
    });
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.start({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  echo.close();
});

test('passes on what is said, both ways', async () => {
  expect(await ask(await dial(), 'a')).toBe('a');
  expect(proxy.connections).toBe(1);
});

test('cuts connections, and takes new ones', async () => {
  const client = await dial();
  await ask(client, 'a');
  const closed = closeOf(client);
  proxy.cut();
  await closed;
  expect(await ask(await dial(), 'b')).toBe('b');
});

test('swallows what the server answers, and what the client says arrives', async () => {
  const client = await dial();
  await ask(client, 'a');
  let answered = false;
  client.on('data', () => (answered = true));
  proxy.swallowAnswers();
  client.write('b');
  await hears('b');
  const closed = closeOf(client);
  proxy.cut();
  await closed;
  expect(answered).toBe(false);
  expect(await ask(await dial(), 'c')).toBe('c');
});

test('stalls, and goes on with all that was said meanwhile', async () => {
  const client = await dial();
  await ask(client, 'a');
  proxy.stall();
  const answer = ask(client, 'b');
  const late = dial().then((other) => ask(other, 'c'));
  expect(heard).toEqual(['a']);
  proxy.resume();
  expect(await Promise.all([answer, late])).toEqual(['b', 'c']);
});

test('leaves the client with half a connection: it is not told that the server is gone', async () => {
  const client = await dial();
  await ask(client, 'a');
  let closed = false;
  client.on('close', () => (closed = true));
  proxy.halfOpen();
  client.write('b');
  expect(await ask(await dial(), 'c')).toBe('c');
  expect(closed).toBe(false);
  expect(heard).toEqual(['a', 'c']);
});
