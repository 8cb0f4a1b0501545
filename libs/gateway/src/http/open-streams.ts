import type { Authenticate } from '@docket/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { RETRY_AFTER_SECONDS, STREAM_AUTHORITY_MS, STREAM_IDLE_MS, STREAMS_MAX } from '../limits.js';
import type { MediaStream } from '../operation.js';
import { problem } from '../problems/problem.js';
import { routeOf, sendProblem } from './answering.js';
import { isStillAdmitted } from './authentication.js';
import type { Log } from './log.js';
import { breaksOff } from './request-ends.js';

/** UTF-16 units that wait for a caller who does not read; the next piece is not even made before they are gone. */
const WAITING_UNITS = 16 * 1024;

export interface OpenStreamsOptions {
  readonly authenticate: Authenticate;
  readonly log: Log;
  /** Default: STREAMS_MAX, STREAM_IDLE_MS and STREAM_AUTHORITY_MS. */
  readonly limits?: { readonly streams: number; readonly idleMs: number; readonly authorityMs: number };
}

interface OpenStream {
  readonly request: FastifyRequest;
  readonly end: AbortController;
}

/** The answers that are being sent piece by piece. Each ends when its caller goes, when the caller's token is no longer good, and when the server stops. */
export class OpenStreams {
  readonly #options: Required<OpenStreamsOptions>;
  readonly #open = new Set<OpenStream>();
  #asking: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: OpenStreamsOptions) {
    this.#options = { limits: { streams: STREAMS_MAX, idleMs: STREAM_IDLE_MS, authorityMs: STREAM_AUTHORITY_MS }, ...options };
  }

  send(request: FastifyRequest, reply: FastifyReply, stream: MediaStream): void {
    if (this.#open.size >= this.#options.limits.streams) {
      reply.header('retry-after', RETRY_AFTER_SECONDS);
      return sendProblem(request, reply, problem(503, 'streams.tooMany', 'too many streams are open here at the moment'));
    }
    const open: OpenStream = { request, end: new AbortController() };
    // Of whoever has gone while the answer was made, nothing will be heard again.
    if (this.#stopping || reply.raw.destroyed) open.end.abort();
    else this.#add(open, reply);
    reply
      .code(200)
      .header('content-type', stream.mediaType)
      // Else nginx would gather what is to be seen at once.
      .header('x-accel-buffering', 'no')
      .send(Readable.from(this.#pieces(stream, open, reply), { objectMode: false, highWaterMark: WAITING_UNITS }));
  }

  /** What is asked for from now on ends at once, too: the server stops. */
  endAll(): void {
    this.#stopping = true;
    for (const { end } of this.#open) end.abort();
  }

  async *#pieces(stream: MediaStream, { request, end }: OpenStream, reply: FastifyReply): AsyncGenerator<string, void, void> {
    // Whoever waits for the first piece knows already that it will come.
    reply.raw.flushHeaders();
    const pieces = stream.open(end.signal);
    try {
      if (stream.idle !== undefined) return yield* withIdle(pieces, stream.idle, this.#options.limits.idleMs);
      yield* pieces;
      if (end.signal.aborted && !reply.raw.destroyed) throw new Error('it was ended before its own end');
    } catch (error) {
      // What has been sent can't be taken back: the connection breaks, so that nobody takes it for the whole.
      if (!reply.raw.destroyed) breaksOff(reply);
      this.#options.log.warn({ requestId: request.id, route: routeOf(request), err: error }, 'a stream was broken off');
      throw error;
    }
  }

  #add(open: OpenStream, reply: FastifyReply): void {
    this.#open.add(open);
    reply.raw.once('close', () => {
      open.end.abort();
      this.#remove(open);
    });
    this.#asking ??= setInterval(() => this.#askAll(), this.#options.limits.authorityMs).unref();
  }

  #remove(open: OpenStream): void {
    this.#open.delete(open);
    if (this.#open.size > 0) return;
    clearInterval(this.#asking);
    this.#asking = undefined;
  }

  #askAll(): void {
    const { authenticate, log } = this.#options;
    for (const { request, end } of this.#open) {
      isStillAdmitted(authenticate, request).then(
        (admitted) => admitted || end.abort(),
        (error: unknown) => log.warn({ requestId: request.id, err: error }, 'it could not be asked whether a stream may go on'),
      );
    }
  }
}

const IDLE = Symbol('nothing has come');

/** The pieces, and `idle` whenever none has come for `ms`. */
async function* withIdle(pieces: AsyncIterable<string>, idle: string, ms: number): AsyncGenerator<string, void, void> {
  const iterator = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = iterator.next();
      let result = await orIdle(next, ms);
      while (result === IDLE) {
        yield idle;
        result = await orIdle(next, ms);
      }
      if (result.done) return;
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}

const orIdle = async <Value>(next: Promise<Value>, ms: number): Promise<Value | typeof IDLE> => {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<typeof IDLE>((resolve) => {
    timer = setTimeout(resolve, ms, IDLE);
  });
  try {
    return await Promise.race([next, idle]);
  } finally {
    clearTimeout(timer);
  }
};
