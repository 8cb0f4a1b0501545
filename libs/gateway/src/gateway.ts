import type { DynamicModule, Provider, Type } from '@nestjs/common';
import type { Authenticate } from '@docket/access';
import type { StreamLoader } from '@docket/deciding';
import type { Capability } from './capability.js';
import type { Health } from './health.js';
import type { Log } from './http/log.js';
import type { RateLimits } from './http/request-rates.js';
import type { Metrics } from './metrics.js';
import type { About } from './openapi/document.js';
import type { Tracing } from './tracing.js';

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly about: About;
  /** What it offers; none: only health, metrics and documentation. */
  readonly capabilities: readonly Capability[];
  /** The ports, under their tokens, for the handlers of queries and commands: READ_MODELS, STREAM_LOADER … */
  readonly ports: readonly Provider[];
  /** Modules beside those of the capabilities: the handlers of commands. */
  readonly modules: readonly (Type | DynamicModule)[];
  readonly streams: StreamLoader;
  readonly authenticate: Authenticate;
  readonly metrics: Metrics;
  readonly log: Log;
  /** undefined: no traces are recorded. */
  readonly tracing?: Tracing;
  readonly health: () => Promise<Health>;
  /** Who may say for whom a request was sent, and over which protocol it came: addresses, networks (`10.0.0.0/8`), `loopback`, `uniquelocal`. Default: nobody. */
  readonly trustedProxies?: readonly string[];
  /** Default: UNAUTHENTICATED_REQUESTS_MAX, and no limit of a token. */
  readonly rateLimits?: RateLimits;
  /** Milliseconds in which a request must have come to its end. Default: REQUEST_MS_MAX. */
  readonly requestMs?: number;
}

export interface Gateway {
  /** Takes requests from now on; gives its port. Port 0: any free one. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new request, lets those in flight end, but for no longer than CLOSING_MS_MAX. */
  close(): Promise<void>;
}

/** Builds the HTTP side. The frameworks are loaded here and not with this library: threads that only fold need none of them. Throws
 *  UnsupportedInput for an operation whose input can't be checked. */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { buildGateway } = await import('./http/build-gateway.js');
  return buildGateway(options);
};
