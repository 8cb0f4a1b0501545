import { setTimeout as pass } from 'node:timers/promises';
import { TOKEN } from '../end-to-end/docket-process.js';
import type { HurtProcesses } from './hurt-processes.js';

const CLIENTS = 8;
/** After this a client takes the connection to be dead, and asks again. */
const REQUEST_MS_MAX = 5_000;
const AGAIN_MS = 100;
/** How long a client asks again and again before it is taken that nobody will ever answer it. */
const ANSWER_MS_MAX = 120_000;

/** A command that was answered well: its text must stand in the log once. */
export interface Acknowledged {
  readonly ticketId: string;
  /** Revision of the ticket that it answered. */
  readonly revision: number;
  readonly marker: string;
}

interface Asked {
  readonly what: 'command' | 'query';
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

type TicketBody = Readonly<Record<'id' | 'position', string>> & { readonly revision: number };

/** People who open tickets, comment on them and look at them through either gateway, and send each again with its key until it is answered. */
export class PersistentClients {
  readonly acknowledged: Acknowledged[] = [];
  /** Every key that was ever sent stands in the marker of its command. */
  readonly sent: string[] = [];
  /** What no client should have met. */
  readonly wrong: string[] = [];
  /** The longest that a client had to ask, in milliseconds. */
  readonly slowest = { command: 0, query: 0 };
  #over = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly processes: HurtProcesses) {}

  start(): void {
    const client = (name: number): Promise<void> =>
      this.#work(name).catch((error: unknown) => void this.wrong.push((error as Error).message));
    this.#running = Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
  }

  /** Each ends what it has begun: within ANSWER_MS_MAX for each of its requests. */
  async stop(): Promise<void> {
    this.#over = true;
    await this.#running;
  }

  /** A command through a gateway and its effect through the next, each asked once. undefined: somebody did not answer. */
  async wholeTurn(first: number, marker: string): Promise<true | undefined> {
    const opened = await this.#ask(first, { ...this.#opening(marker), key: marker }).catch(() => undefined);
    if (opened?.status !== 201) return undefined;
    const { id, position } = this.#acknowledge(opened, marker);
    const seen = await this.#ask(first + 1, { what: 'query', method: 'GET', path: `/tickets/${id}?after=${position}` }).catch(
      () => undefined,
    );
    return seen?.status === 200 ? true : undefined;
  }

  async #work(name: number): Promise<void> {
    for (let i = 0; !this.#over && this.wrong.length === 0; i++) {
      const opened = `opened-${name}-${i}-`;
      const { id } = this.#acknowledge(await this.#persistently(name + i, { ...this.#opening(opened), key: opened }), opened);
      const commented = `comment-${name}-${i}-`;
      const comment = { body: commented, visibility: 'internal' };
      const command = { what: 'command', method: 'POST', path: `/tickets/${id}/comments`, body: comment, key: commented } as const;
      this.sent.push(commented);
      const { position } = this.#acknowledge(await this.#persistently(name + i + 1, command), commented);
      await this.#persistently(name + i, { what: 'query', method: 'GET', path: `/tickets/${id}?after=${position}` });
    }
  }

  #opening(marker: string): Asked {
    this.sent.push(marker);
    return { what: 'command', method: 'POST', path: '/tickets', body: { subject: marker, description: 'D', requester: { name: 'N' } } };
  }

  #acknowledge({ text }: Answer, marker: string): TicketBody {
    const ticket = JSON.parse(text) as TicketBody;
    this.acknowledged.push({ ticketId: ticket.id, revision: ticket.revision, marker });
    return ticket;
  }

  /** The same request to one gateway after the other, until one answers it. */
  async #persistently(first: number, asked: Asked): Promise<Answer> {
    const began = performance.now();
    let last = 'nothing';
    for (let turn = first; performance.now() - began < ANSWER_MS_MAX; turn++) {
      try {
        const answer = await this.#ask(turn, asked);
        last = `${answer.status} ${answer.text}`;
        if (answer.status < 300) {
          this.slowest[asked.what] = Math.max(this.slowest[asked.what], performance.now() - began);
          return answer;
        }
        if (answer.status !== 503 || answer.retryAfter === null)
          throw new UnexpectedAnswer(
            `${asked.method} ${asked.path} was answered ${last}${answer.status === 503 ? ' without Retry-After' : ''}`,
          );
      } catch (error) {
        if (error instanceof UnexpectedAnswer) throw error;
        // A connection that broke, or an answer that did not come in time: nobody can know what became of the command.
        last = (error as Error).message;
      }
      await pass(AGAIN_MS);
    }
    throw new Error(
      `waited ${ANSWER_MS_MAX / 1_000} s for an answer to ${asked.method} ${asked.path}; the last was ${last}; ${await this.processes.stateLine()}`,
    );
  }

  async #ask(turn: number, { method, path, body, key }: Asked): Promise<Answer> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const signal = AbortSignal.timeout(REQUEST_MS_MAX);
    const response = await fetch(`${this.processes.gateway(turn)}/api/v1${path}`, { method, headers, signal, ...sent });
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
  }
}

class UnexpectedAnswer extends Error {}
