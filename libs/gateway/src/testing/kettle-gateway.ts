import type { Authenticate, Caller } from '@docket/access';
import { StoreUnavailable } from '@docket/event-store';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.js';
import type { Health } from '../health.js';
import { Metrics } from '../metrics.js';
import { kettles, Kitchen, kitchenPort } from './kettles.js';

export const administrator: Caller = { actor: { kind: 'agent', id: 'boss' }, roles: ['administrator'] };
export const auditor: Caller = { actor: { kind: 'agent', id: 'eve' }, roles: ['auditor'] };

/** `boss` is known at once, `eve` after a look-up, and for `unlucky` the look-up fails. */
const authenticate =
  (revoked: ReadonlySet<string>): Authenticate =>
  (authorization) => {
    if (authorization === undefined) return { refused: 'missing' };
    if (revoked.has(authorization)) return { refused: 'invalid' };
    if (authorization === 'Bearer boss') return administrator;
    if (authorization === 'Bearer eve') return Promise.resolve(auditor);
    if (authorization === 'Bearer unlucky') return Promise.reject(new StoreUnavailable('away'));
    return { refused: 'invalid' };
  };

/** The id of every kettle that is bought. */
export const ID = '018f9c7e-0000-7000-8000-000000000001';

/** What is needed to buy one. */
export const kettle = { name: 'Steel', litres: 2 };

export const health: Health = {
  ready: true,
  reasons: [],
  stores: { events: 'open' },
  projections: [
    {
      projection: 'kettles',
      state: 'stopped',
      serving: {
        build: 'b',
        version: '1',
        startedAt: '2024-05-20T00:00:00.000Z',
        position: '7',
        lagEvents: 3,
        lagSeconds: 1.5,
        stopped: { position: '8' },
      },
    },
  ],
};

export interface LogLine {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export interface CallOptions {
  readonly body?: unknown;
  /** In the place of a body as JSON. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
}

/** A gateway that offers kettles, on a port of its own. */
export class KettleGateway {
  readonly kitchen = new Kitchen();
  readonly logged: LogLine[] = [];
  /** `Authorization` headers that are good no longer. */
  readonly revoked = new Set<string>();
  url = '';
  #gateway: Gateway | undefined;

  async start(options: Pick<GatewayOptions, 'requestMs' | 'trustedProxies' | 'rateLimits' | 'tracing'> = {}): Promise<void> {
    const write = (level: string) => (fields: object, message: string) =>
      void this.logged.push({ level, fields: fields as Record<string, unknown>, message });
    this.#gateway = await createGateway({
      about: { name: 'Kitchen', version: '1.2.3', description: 'Kettles.' },
      capabilities: [kettles],
      ports: [kitchenPort(this.kitchen)],
      modules: [],
      streams: { load: () => Promise.resolve(undefined) },
      authenticate: authenticate(this.revoked),
      metrics: new Metrics(() => Promise.resolve(health)),
      log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
      health: () => Promise.resolve(health),
      ...options,
    });
    this.url = `http://127.0.0.1:${await this.#gateway.listen(0, '127.0.0.1')}`;
  }

  async close(): Promise<void> {
    await this.#gateway?.close();
  }

  /** One call below /api/v1 as the administrator. */
  readonly call = async (method: string, path: string, options: CallOptions = {}) => {
    const text = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: 'Bearer boss', ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const json = answer.startsWith('{') ? (JSON.parse(answer) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, json, text: answer };
  };
}
