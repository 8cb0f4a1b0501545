import 'reflect-metadata';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { once } from 'node:events';
import type { Authenticate } from '@docket/access';
import { STREAMS_MAX } from '../limits.js';
import { MediaStream } from '../operation.js';
import { administrator, KettleGateway } from '../testing/kettle-gateway.js';
import { OpenStreams } from './open-streams.js';

/** Gives what it is told to, one piece after the other, until it is ended or its reader goes. */
class Sounds {
  readonly #waiting: string[] = [];
  #wake: () => void = () => undefined;
  ended: Promise<void>;
  #end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  say(piece: string): void {
    this.#waiting.push(piece);
    this.#wake();
  }

  async *pieces(signal: AbortSignal): AsyncGenerator<string, void, void> {
    signal.addEventListener('abort', () => this.#wake());
    try {
      while (!signal.aborted) {
        const piece = this.#waiting.shift();
        if (piece !== undefined) yield piece;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#end();
    }
  }
}

const reader = (response: Response) => {
  const decoder = new TextDecoder();
  const body = response.body?.getReader();
  if (!body) throw new Error('no body');
  return {
    next: async (): Promise<string | undefined> => {
      const { done, value } = (await body.read()) as { done: boolean; value: Uint8Array };
      return done ? undefined : decoder.decode(value);
    },
    cancel: () => body.cancel(),
  };
};

describe('an answer that comes piece by piece', () => {
  let gateway: KettleGateway;
  let sounds: Sounds;
  const hear = (headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/api/v1/sounds`, { headers: { authorization: 'Bearer boss', ...headers } });
  beforeEach(async () => {
    gateway = new KettleGateway();
    sounds = new Sounds();
    gateway.kitchen.sounds = (_from, signal) => sounds.pieces(signal);
    await gateway.start();
  });
  afterEach(() => gateway.close());

  test('is sent as it comes, and nobody on the way keeps or gathers it', async () => {
    const response = await hear();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { next, cancel } = reader(response);
    sounds.say('psst');
    expect(await next()).toBe('psst');
    sounds.say('whistle');
    expect(await next()).toBe('whistle');
    await cancel();
    await sounds.ended;
  });

  test('ends when the token is good no longer', async () => {
    const { next } = reader(await hear());
    sounds.say('psst');
    expect(await next()).toBe('psst');
    gateway.revoked.add('Bearer boss');
    expect(await next()).toBeUndefined();
    await sounds.ended;
  });

  test('ends when the server stops', async () => {
    const { next } = reader(await hear());
    sounds.say('psst');
    await next();
    const closed = gateway.close();
    expect(await next()).toBeUndefined();
    await closed;
    await gateway.start();
  });

  test('breaks off where it fails: nobody takes a part for the whole', async () => {
    gateway.kitchen.sounds = async function* () {
      yield 'psst';
      throw new Error('the kettle burst');
    };
    const response = await hear();
    await expect(response.text()).rejects.toThrow();
    expect(gateway.logged).toContainEqual(expect.objectContaining({ level: 'warn', message: 'a stream was broken off' }));
  });

  test('is asked for by a header where the operation says so', async () => {
    gateway.kitchen.sounds = async function* (from) {
      yield String(from);
    };
    expect(await (await hear({ 'last-heard': 'yesterday' })).text()).toBe('yesterday');
  });
});

describe('the limits of streams', () => {
  const authenticate: Authenticate = () => administrator;
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  let server: FastifyInstance;
  let open: OpenStreams;
  /** What is done before there is an answer. */
  let asked: (request: FastifyRequest) => Promise<unknown>;
  beforeEach(() => (asked = () => Promise.resolve()));

  test('as many as are allowed where nothing else is said are open at once; one more is refused', async () => {
    open = new OpenStreams({ authenticate, log });
    server = Fastify();
    const stream = new MediaStream('text/plain', (signal) => new Sounds().pieces(signal), '.');
    server.get('/', (request, reply) => {
      open.send(request, reply, stream);
    });
    const ask = () => server.inject({ path: '/', payloadAsStream: true });
    for (let count = 0; count < STREAMS_MAX; count++) expect((await ask()).statusCode).toBe(200);
    expect((await ask()).statusCode).toBe(503);
    open.endAll();
  });

  const serve = async (
    streams: number,
    idleMs: number,
    stream = new MediaStream('text/plain', (signal) => new Sounds().pieces(signal), '.'),
  ): Promise<string> => {
    open = new OpenStreams({ authenticate, log, limits: { streams, idleMs, authorityMs: 60_000 } });
    server = Fastify();
    server.get('/', async (request, reply) => {
      await asked(request);
      open.send(request, reply, stream);
      return reply;
    });
    return server.listen({ port: 0, host: '127.0.0.1' });
  };
  afterEach(async () => {
    server.server.closeAllConnections();
    await server.close();
  });

  test('one more than may be open is refused with Retry-After, and has its place when another has gone', async () => {
    const url = await serve(1, 5);
    const first = await fetch(url);
    const refused = await fetch(url);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'streams.tooMany' });
    await first.body?.cancel();
    let status = 0;
    while (status !== 200) {
      const next = await fetch(url);
      status = next.status;
      await next.body?.cancel();
    }
  });

  test('whoever goes before there is an answer holds no place', async () => {
    const url = await serve(1, 5);
    const gone = new AbortController();
    const left = new Promise<void>((resolve) => {
      asked = async ({ raw }) => {
        gone.abort();
        await once(raw.socket, 'close');
        resolve();
      };
    });
    await expect(fetch(url, { signal: gone.signal })).rejects.toThrow();
    await left;
    asked = () => Promise.resolve();
    const next = await fetch(url);
    expect(next.status).toBe(200);
    await next.body?.cancel();
  });

  test('what is asked for while the server stops ends at once', async () => {
    const url = await serve(1, 60_000);
    open.endAll();
    expect(await (await fetch(url)).text()).toBe('');
  });

  test('where nothing comes, it says so now and then', async () => {
    const { next } = reader(await fetch(await serve(1, 5)));
    expect(await next()).toMatch(/^\.+$/);
    expect(await next()).toMatch(/^\.+$/);
  });

  test('one that comes to an end of its own breaks off where it is ended before: nobody takes a part for the whole', async () => {
    const sounds = new Sounds();
    const { next } = reader(await fetch(await serve(1, 60_000, new MediaStream('text/plain', (signal) => sounds.pieces(signal)))));
    sounds.say('psst');
    expect(await next()).toBe('psst');
    open.endAll();
    await expect(next()).rejects.toThrow('terminated');
    await sounds.ended;
  });
});
