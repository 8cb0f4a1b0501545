import { randomUUID } from 'node:crypto';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { ConnectionSettings } from './connection-settings.js';

/** Milliseconds in which a server must have answered. */
export const ANSWER_MS_MAX = 60_000;

/** What the server said, as it said it. */
export type Body = Readonly<Record<string, unknown>>;

/** Parameters of a query; undefined: not given. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** The server refused it. `code` is one of the catalogue's (docs/errors.md). */
export class Refused extends CannotGoOn {
  constructor(
    readonly code: string,
    message: string,
    exitCode: number,
  ) {
    super(message, exitCode);
  }
}

/** A server's REST interface, for the command line. Every failure is a CannotGoOn with one line. */
export class ServerConnection {
  constructor(private readonly settings: ConnectionSettings) {}

  get(path: string, parameters: Parameters = {}): Promise<Body> {
    return this.#call('GET', path, undefined, parameters);
  }

  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Body> {
    return this.#call(method, path, body);
  }

  /** The items of a list, page by page. */
  async *pages(path: string, parameters: Parameters = {}): AsyncGenerator<readonly Body[], void, void> {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await this.get(path, { ...parameters, cursor });
      yield items as readonly Body[];
      cursor = typeof nextCursor === 'string' ? nextCursor : undefined;
    } while (cursor !== undefined);
  }

  async #call(method: string, path: string, body: object | undefined, parameters: Parameters = {}): Promise<Body> {
    const address = new URL(`api/v1${path}`, this.settings.url);
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) address.searchParams.set(name, value);
    const response = await this.#fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${this.settings.token}`,
        'docket-via': 'cli',
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = this.#read(response);
    if (response.ok) return answer;
    throw refusedBy(response.status, answer);
  }

  async #fetch(address: URL, request: RequestInit): Promise<{ readonly ok: boolean; readonly status: number; readonly text: string }> {
    try {
      // Nowhere else: the token goes with it.
      const response = await fetch(address, { ...request, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS_MAX) });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      throw new CannotGoOn(
        `no server answers on ${this.#shown} (${reasonOf(error)}): start it with docket serve, or say with DOCKET_URL where it is`,
        EXIT.unavailable,
        { cause: error },
      );
    }
  }

  #read({ status, text }: { readonly status: number; readonly text: string }): Body {
    const body = jsonIn(text);
    if (typeof body === 'object' && body !== null) return body as Body;
    throw new CannotGoOn(
      `what answers on ${this.#shown} is no Docket (status ${status}): say with DOCKET_URL where it is`,
      EXIT.unavailable,
    );
  }

  get #shown(): string {
    return this.settings.url.href.replace(/\/$/, '');
  }
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const reasonOf = (error: unknown): string => {
  const { cause, name, message } = error as Error & { cause?: NodeJS.ErrnoException };
  if (name === 'TimeoutError') return `within ${ANSWER_MS_MAX / 1_000} seconds`;
  return cause?.code ?? cause?.message ?? message;
};

interface Said {
  readonly code?: string;
  readonly detail?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly detail: string }[];
}

const refusedBy = (status: number, said: Said): Refused => {
  const { code = String(status), detail = 'without a reason', field, errors = [] } = said;
  const details = errors.length === 0 ? detail : errors.map(({ detail: one }) => one).join('; ');
  const where = field === undefined ? code : `${code}, ${field}`;
  if (status === 401) return new Refused(code, `the server does not know the token: ${details} (${where})`, EXIT.denied);
  if (status === 403) return new Refused(code, `that is not for the owner of this token: ${details} (${where})`, EXIT.denied);
  if (status >= 500 || status === 429) return new Refused(code, `the server can’t do it now: ${details} (${where})`, EXIT.unavailable);
  return new Refused(code, `the server refuses it: ${details} (${where})`, EXIT.data);
};
