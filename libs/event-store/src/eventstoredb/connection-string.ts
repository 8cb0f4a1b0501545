import { EventStoreDBClient } from '@eventstore/db-client';
import { CannotOpen } from '../failures.js';

/** Bytes of a prefix. */
export const PREFIX_BYTES_MAX = 128;

/** The options that the client knows. Others it ignores with a warning that prints the whole string, its password too. */
const OPTIONS = new Set(
  [
    ...['userCertFile', 'userKeyFile', 'maxDiscoverAttempts', 'connectionName', 'defaultDeadline', 'discoveryInterval', 'gossipTimeout'],
    ...['nodePreference', 'tls', 'tlsVerifyCert', 'tlsCAFile', 'throwOnAppendFailure', 'keepAliveInterval', 'keepAliveTimeout'],
  ].map((option) => option.toLowerCase()),
);

const wrong = (why: string): CannotOpen => new CannotOpen(`EVENTSTORE_URL: ${why}`);

/** As the client reads the name of an option. */
const flat = (name: string): string => name.trim().toLowerCase().replace(/[_-]/g, '');

/** What stands before the hosts, as the client takes it apart: a password may hold a `?`. */
const CREDENTIALS = /^[^:]+:\/\/[^:]+:[^@]+@/;

/** The hosts, and the options behind them; undefined: it has none. */
const hostsAndOptions = (url: string): readonly [hosts: string, options: string | undefined] => {
  const [hosts = '', options] = url.replace(CREDENTIALS, '').split('?');
  return [hosts, options];
};

const checkOption = (option: string): void => {
  const [name = '', given = ''] = option.split('=');
  const key = flat(name);
  const value = given.trim();
  if (!OPTIONS.has(key)) throw wrong(`"${name}" is no option of EventStoreDB's connection strings`);
  // Without certificates checked, the client would say that it checks them; without errors thrown, a refused append would look like a success.
  if (key === 'tlsverifycert' && value === 'false') throw wrong('the client always verifies certificates: give tlsCAFile, or tls=false');
  if (key === 'throwonappendfailure' && value === 'false') throw wrong('throwOnAppendFailure must be true, or left out');
  // A node that follows may not have yet what was acknowledged: a command would be decided on an old state, and a subscription could begin behind events that it has not read.
  if (key === 'nodepreference' && flat(value) !== 'leader')
    throw wrong('nodePreference must be leader, or left out: other nodes may lag behind');
};

/** Where in the string the client met what it did not expect. It carries no part of the string: that may be the password. */
const parseFault = (error: unknown): string => {
  const { location, expected, message } = error as { location?: readonly number[]; expected?: string; message: string };
  if (location && expected !== undefined)
    return `not a connection string of EventStoreDB: expected ${expected} at character ${(location[0] ?? 0) + 1}`;
  return message.split('\n')[0] ?? 'not a connection string of EventStoreDB';
};

/** Milliseconds that the client gives the server's answer to a ping, where the connection string does not say it. */
const KEEP_ALIVE_TIMEOUT_MS = 10_000;

const optionOf = (url: string, option: string): string | undefined => {
  const [, options = ''] = hostsAndOptions(url);
  return options
    .split('&')
    .map((pair) => pair.split('='))
    .find(([name = '']) => flat(name) === option)?.[1];
};

/** gRPC has clients with the same options share one connection, one that hangs too: a later client of the same server differs by a millisecond. */
const withOwnConnection = (url: string, generation: number): string => {
  if (generation === 0) return url;
  const given = Number(optionOf(url, 'keepalivetimeout') ?? KEEP_ALIVE_TIMEOUT_MS);
  // -1 switches the pings' end off: so long a time does as well.
  const timeout_ms = (given < 0 ? 2 ** 30 : given) + generation;
  return `${url}${hostsAndOptions(url)[1] === undefined ? '?' : '&'}keepAliveTimeout=${timeout_ms}`;
};

/** A client for a connection string; those of different generations have connections of their own. Fails with CannotOpen, one line that gives nothing of the
 *  string away. */
export const clientFor = (url: string, generation: number): EventStoreDBClient => {
  const [, options = ''] = hostsAndOptions(url);
  if (options !== '') options.split('&').forEach(checkOption);
  try {
    return EventStoreDBClient.connectionString(withOwnConnection(url, generation));
  } catch (error) {
    throw wrong(parseFault(error));
  }
};

/** Fails with CannotOpen for what cannot stand before the names of streams. */
export const checkPrefix = (prefix: string): void => {
  const refused = (why: string): CannotOpen => new CannotOpen(`EVENTSTORE_PREFIX: ${why}`);
  if (prefix.startsWith('$')) throw refused('it begins with $, which EventStoreDB keeps for itself');
  if (!prefix.isWellFormed()) throw refused('it holds half of a surrogate pair');
  if (Buffer.byteLength(prefix) > PREFIX_BYTES_MAX) throw refused(`it has more than ${PREFIX_BYTES_MAX} bytes`);
};
