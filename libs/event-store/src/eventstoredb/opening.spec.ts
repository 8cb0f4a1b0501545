import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { StandIn } from '../../../../test/eventstoredb/stand-in/index.js';
import { CannotOpen, StoreUnavailable } from '../failures.js';
import { openEventStoreDb } from '../open-event-store-db.js';
import { checkServerVersion } from './connection.js';
import { clientFor, PREFIX_BYTES_MAX } from './connection-string.js';

const open = (url: string, prefix = '') => openEventStoreDb({ url, prefix, warn: () => undefined });

describe('a log that cannot be opened', () => {
  test.each([
    ['nonsense', 'EVENTSTORE_URL: not a connection string of EventStoreDB: expected esdb:// or esdb+discover:// at character 1'],
    [
      'http://127.0.0.1:2113',
      'EVENTSTORE_URL: not a connection string of EventStoreDB: expected esdb:// or esdb+discover:// at character 1',
    ],
    ['esdb://', 'EVENTSTORE_URL: not a connection string of EventStoreDB: expected esdb:// or esdb+discover:// at character 1'],
    ['esdb://u:s3cret@host:port', 'EVENTSTORE_URL: not a connection string of EventStoreDB: expected port number at character 22'],
    ['esdb://u:s3cret@host?tls=perhaps', 'EVENTSTORE_URL: not a connection string of EventStoreDB: expected true or false at character 26'],
    ['esdb://u:s3cret@host?ssl=true', 'EVENTSTORE_URL: "ssl" is no option of EventStoreDB\'s connection strings'],
    ['esdb://host?tlsCAFile=/nowhere/ca.crt', 'EVENTSTORE_URL: Failed to load certificate file. File was not found.'],
    ['esdb://host?tls-verify-cert=false', 'EVENTSTORE_URL: the client always verifies certificates: give tlsCAFile, or tls=false'],
    ['esdb://host?tls=false&throwOnAppendFailure=false', 'EVENTSTORE_URL: throwOnAppendFailure must be true, or left out'],
    ['esdb://host?tls=false&throwOnAppendFailure= false', 'EVENTSTORE_URL: throwOnAppendFailure must be true, or left out'],
    ['esdb://u:what?s3cret@host?ssl=true', 'EVENTSTORE_URL: "ssl" is no option of EventStoreDB\'s connection strings'],
    [
      'esdb://u:tls=s3cret?tls=s3cret@host?nodePreference=follower',
      'EVENTSTORE_URL: nodePreference must be leader, or left out: other nodes may lag behind',
    ],
    [
      'esdb://u:s3cret@host?nodePreference=follower',
      'EVENTSTORE_URL: nodePreference must be leader, or left out: other nodes may lag behind',
    ],
    [
      'esdb://u:s3cret@host?node_preference=random',
      'EVENTSTORE_URL: nodePreference must be leader, or left out: other nodes may lag behind',
    ],
  ])('%s: one clear line, without the password', async (url, line) => {
    const failure = open(url);
    await expect(failure).rejects.toBeInstanceOf(CannotOpen);
    await expect(failure).rejects.toThrow(line);
    await expect(failure).rejects.not.toThrow('s3cret');
  });

  test('a password may hold a question mark, for the first client and for those that take its place', async () => {
    const clients = [0, 1].flatMap((generation) =>
      ['', '?tls=false'].map((options) => clientFor(`esdb://u:what?@host${options}`, generation)),
    );
    for (const client of clients) await client.dispose();
    expect(clients).toHaveLength(4);
  });

  test('the leader may be asked for by name', async () => {
    const server = await StandIn.start();
    await (await open(`${server.connectionString}&nodePreference=leader`)).close();
    await server.stop();
  });

  test('a prefix of as many bytes as it may have, and of one more', async () => {
    const server = await StandIn.start();
    await (await open(server.connectionString, 'é'.repeat(PREFIX_BYTES_MAX / 2))).close();
    const longer = open(server.connectionString, `x${'é'.repeat(PREFIX_BYTES_MAX / 2)}`);
    await expect(longer).rejects.toThrow(`EVENTSTORE_PREFIX: it has more than ${PREFIX_BYTES_MAX} bytes`);
    await expect(open(server.connectionString, '$docket')).rejects.toThrow(
      'EVENTSTORE_PREFIX: it begins with $, which EventStoreDB keeps for itself',
    );
    await server.stop();
  });

  test('where nobody listens, it is unavailable: waiting may mend that', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.close();
    await expect(open(`esdb://127.0.0.1:${port}?tls=false`)).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test.each(['unknown', '21.10.9', '22.10.0.0', '23.6.0'])('a server of version %s is too old', (version) => {
    expect(() => checkServerVersion(version)).toThrow('Docket needs EventStoreDB 23.10 or later');
  });

  test.each(['23.10.0.0', '23.10.6', '24.2.0', '24.10.5', '25.0.1', 'a build of my own'])('one of version %s is not', (version) => {
    checkServerVersion(version);
  });
});
