import { SECRET_BYTES_MIN } from '@docket/deciding';
import type { RateLimits } from '@docket/gateway';
import { UNAUTHENTICATED_REQUESTS_MAX } from '@docket/gateway/limits';
import { requestsPerMinute, trustedProxies } from './edge-settings.js';
import {
  documentStoreServer,
  eventStorePrefix,
  eventStoreUrl,
  wrong,
  type DocumentStoreServer,
  type EventStoreServer,
} from './server-settings.js';

export const PROCESS_ROLES = ['gateway', 'projector'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Characters of DOCKET_ADMIN_TOKEN. */
export const ADMIN_TOKEN_LENGTH_MAX = 256;

/** What the program is told from outside, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** undefined: the embedded one, in dataDir. */
  readonly eventStore: EventStoreServer | undefined;
  /** undefined: the embedded one, in dataDir. */
  readonly documentStore: DocumentStoreServer | undefined;
  readonly roles: readonly ProcessRole[];
  readonly adminToken: string | undefined;
  readonly secret: string | undefined;
  readonly rateLimits: RateLimits;
  readonly timeZone: string;
  /** Addresses, networks and words; none: nobody is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  /** Traces are recorded, and sent to where the SDK of OpenTelemetry reads it in the environment. */
  readonly tracing: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Compose files pass on what is not set as an empty text. */
const given = (environment: Environment, setting: string): string | undefined => {
  const value = environment[setting];
  return value === undefined || value === '' ? undefined : value;
};

const port = (text: string): number => {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 65_535)) throw wrong('PORT', `"${text}" is not a port: give a number from 0 to 65535 (0: any free one)`);
  return value;
};

const host = (text: string): string => {
  if (!/^[A-Za-z0-9.:_-]+$/.test(text))
    throw wrong('HOST', `"${text}" is not a host: give a name or an address, without a scheme or a port`);
  return text;
};

const roles = (text: string): readonly ProcessRole[] => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !PROCESS_ROLES.some((role) => role === name));
  if (unknown !== undefined)
    throw wrong('DOCKET_ROLES', `"${unknown}" is not a role: give one or more of ${PROCESS_ROLES.join(', ')}, separated by commas`);
  return PROCESS_ROLES.filter((role) => names.includes(role));
};

const adminToken = (text: string): string => {
  if (!/^[\x21-\x7e]+$/.test(text) || text.length > ADMIN_TOKEN_LENGTH_MAX)
    throw wrong('DOCKET_ADMIN_TOKEN', `it must be 1 to ${ADMIN_TOKEN_LENGTH_MAX} visible ASCII characters, without blanks`);
  return text;
};

const secret = (text: string): string => {
  if (Buffer.byteLength(text) < SECRET_BYTES_MIN) throw wrong('DOCKET_SECRET', `it must have at least ${SECRET_BYTES_MIN} bytes`);
  return text;
};

const timeZone = (text: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw wrong('SERVICE_TIME_ZONE', `"${text}" is not a time zone: give an IANA name such as Europe/Berlin`);
  }
};

const logLevel = (text: string): LogLevel => {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw wrong('LOG_LEVEL', `"${text}" is not a level: give one of ${LOG_LEVELS.join(', ')}`);
  return level;
};

const takesTraces =
  (setting: string) =>
  (text: string): true => {
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
      throw wrong(setting, 'it is no address of a collector: give http://host:4318 or https://…, for OTLP over HTTP');
    return true;
  };

/** Several processes share a log on a server, so none of them can make a secret for the others. */
const requireSecret = (secret: string | undefined): void => {
  if (secret === undefined)
    throw wrong(
      'DOCKET_SECRET',
      `it is required with EVENTSTORE_URL: give at least ${SECRET_BYTES_MIN} bytes that nobody can guess, the same to every process, and keep them with the log`,
    );
};

/** Reads the settings. Throws CannotGoOn with one line that names the setting. */
export const readSettings = (environment: Environment): Settings => {
  const read = <Value>(setting: string, standard: Value, check: (text: string) => Value): Value => {
    const text = given(environment, setting);
    return text === undefined ? standard : check(text);
  };
  const url = read('EVENTSTORE_URL', undefined, eventStoreUrl);
  const prefix = read('EVENTSTORE_PREFIX', undefined, eventStorePrefix);
  if (url === undefined && prefix !== undefined)
    throw wrong('EVENTSTORE_PREFIX', 'it belongs to EVENTSTORE_URL, which is not set: the embedded log is named by DATA_DIR');
  const tracing = read('OTEL_EXPORTER_OTLP_ENDPOINT', false, takesTraces('OTEL_EXPORTER_OTLP_ENDPOINT'));
  const settings = {
    port: read('PORT', 3_000, port),
    host: read('HOST', '127.0.0.1', host),
    dataDir: read('DATA_DIR', './data', (text) => text),
    eventStore: url === undefined ? undefined : { url, prefix: prefix ?? '' },
    documentStore: read('MONGODB_URL', undefined, documentStoreServer),
    roles: read('DOCKET_ROLES', PROCESS_ROLES, roles),
    adminToken: read('DOCKET_ADMIN_TOKEN', undefined, adminToken),
    secret: read('DOCKET_SECRET', undefined, secret),
    trustedProxies: read('TRUSTED_PROXIES', [], trustedProxies),
    rateLimits: {
      unauthenticated: read('RATE_LIMIT_UNAUTHENTICATED', UNAUTHENTICATED_REQUESTS_MAX, requestsPerMinute('RATE_LIMIT_UNAUTHENTICATED')),
      token: read('RATE_LIMIT_TOKEN', 0, requestsPerMinute('RATE_LIMIT_TOKEN')),
    },
    timeZone: read('SERVICE_TIME_ZONE', 'UTC', timeZone),
    logLevel: read('LOG_LEVEL', 'info', logLevel),
    tracing: read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', tracing, takesTraces('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')),
  };
  if (settings.eventStore) requireSecret(settings.secret);
  return settings;
};
