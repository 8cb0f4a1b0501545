import 'reflect-metadata';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Span } from '../tracing.js';
import { KettleGateway, kettle, type LogLine } from '../testing/kettle-gateway.js';
import { CLIENT_LEFT } from './request-ends.js';

const BUYING = JSON.stringify(kettle);

describe('the end of a request', () => {
  let gateway: KettleGateway;
  let spans: { name: string; ends: Parameters<Span['end']>[] }[];
  beforeEach(async () => {
    spans = [];
    gateway = new KettleGateway();
    await gateway.start({
      tracing: {
        begin: (name) => {
          const span = { name, ends: [] as Parameters<Span['end']>[] };
          spans.push(span);
          return { traceparent: '', end: (...end) => void span.ends.push(end) };
        },
      },
    });
  });
  afterEach(() => gateway.close());

  const told = (): LogLine['fields'][] => gateway.logged.filter(({ message }) => message === 'request').map(({ fields }) => fields);
  /** Resolves when so many requests are over. */
  const over = async (count = 1): Promise<LogLine['fields'][]> => {
    while (told().length < count) await new Promise(setImmediate);
    // A second word on the same request would come now.
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
    return told();
  };
  const counted = async (route: string): Promise<string[]> => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    const line = new RegExp(
      `^docket_http_request_duration_seconds_count\\{method="\\w+",route="${route}",status="(\\d+)"\\} (\\d+)$`,
      'gm',
    );
    return [...text.matchAll(line)].map(([, status, count]) => `${status}: ${count}`);
  };
  const send = async (method: string, path: string, body = ''): Promise<Socket> => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const head = `${method} /api/v1${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer boss\r\n`;
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    return socket;
  };

  test('is told once where it is answered, and a connection that closes later is no other end', async () => {
    const socket = await send('GET', '/kettles');
    await once(socket, 'data');
    socket.destroy();
    expect(await over()).toMatchObject([{ route: '/api/v1/kettles', status: 200 }]);
    expect(await counted('/api/v1/kettles')).toEqual(['200: 1']);
    expect(spans).toEqual([{ name: 'GET /api/v1/kettles', ends: [[{ 'http.response.status_code': 200 }, undefined]] }]);
  });

  test('is told of whoever hears a stream and leaves', async () => {
    gateway.kitchen.sounds = async function* (_from, signal) {
      yield 'psst';
      await once(signal, 'abort');
    };
    const socket = await send('GET', '/sounds');
    await once(socket, 'data');
    socket.destroy();
    expect(await over()).toMatchObject([{ method: 'GET', route: '/api/v1/sounds', status: CLIENT_LEFT, ms: expect.any(Number) as number }]);
    expect(await counted('/api/v1/sounds')).toEqual([`${CLIENT_LEFT}: 1`]);
    expect(spans).toEqual([{ name: 'GET /api/v1/sounds', ends: [[{ 'http.response.status_code': CLIENT_LEFT }, undefined]] }]);
  });

  test('is told of whoever leaves while the answer is made, with the body read to its end, and of nobody twice when it is made', async () => {
    let letGo = (): void => undefined;
    gateway.kitchen.waitsFor = new Promise((resolve) => (letGo = resolve));
    const begun = new Promise<void>((resolve) => (gateway.kitchen.begun = resolve));
    const socket = await send('POST', '/kettles', BUYING);
    await begun;
    socket.destroy();
    expect(await over()).toMatchObject([{ method: 'POST', route: '/api/v1/kettles', status: CLIENT_LEFT }]);
    letGo();
    expect(await over()).toHaveLength(1);
    expect(await counted('/api/v1/kettles')).toEqual([`${CLIENT_LEFT}: 1`]);
    expect(spans.map(({ ends }) => ends.length)).toEqual([1]);
  });

  test.each<[string, number, (socket: Socket) => void]>([
    ['leaves', CLIENT_LEFT, (socket) => void socket.resetAndDestroy()],
    ['says no more, and hears that this is no request,', 400, (socket) => void socket.end()],
  ])('is told of whoever %s in the middle of the body', async (_, status, stop) => {
    const socket = await send('POST', '/kettles', BUYING);
    await once(socket, 'data');
    socket.write(
      `POST /api/v1/kettles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer boss\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    while (spans.length < 2) await new Promise(setImmediate);
    stop(socket.resume());
    expect(await over(2)).toMatchObject([{ status: 201 }, { route: '/api/v1/kettles', status }]);
  });

  test('of a stream that breaks off by itself is no leaving', async () => {
    gateway.kitchen.sounds = async function* () {
      yield 'psst';
      throw new Error('the kettle burst');
    };
    const socket = await send('GET', '/sounds');
    await once(socket.resume(), 'close');
    expect(await over()).toMatchObject([{ route: '/api/v1/sounds', status: 500 }]);
    expect(spans.map(({ ends }) => ends)).toEqual([[[{ 'http.response.status_code': 500 }, 'failed']]]);
  });
});
