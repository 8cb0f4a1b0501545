import { EventEmitter, once } from 'node:events';
import { MongoClient } from 'mongodb';
import { describeNeeding } from '../../../../test/further-needs.js';
import { MongoStandIn, mongoStandIn } from '../../../../test/mongodb/stand-in.js';
import { Connection } from './connection.js';
import { CONNECT_MS_MAX, HEARTBEAT_MS, SELECTION_MS_MAX } from './limits.js';

/** What of the driver's inner parts is used to make it hang. */
interface Inner {
  readonly topology: { readonly s: { readonly servers: ReadonlyMap<string, { readonly monitor: Monitor }> } };
}
interface Monitor {
  readonly connection: { readonly socket: { destroy(): void } };
}

/** Resolves when a look has begun whose socket is being closed, and nobody has heard of that yet. */
const hangNextLook = (client: MongoClient): Promise<void> =>
  new Promise((resolve) => {
    client.once('serverHeartbeatStarted', () => {
      for (const { monitor } of (client as unknown as Inner).topology.s.servers.values()) monitor.connection.socket.destroy();
      resolve();
    });
  });

describeNeeding(mongoStandIn, 'a driver that does not look at its server any more', () => {
  test('is connected anew, and looks again', async () => {
    const server = await MongoStandIn.start();
    const client = new MongoClient(server.url(''), {
      serverSelectionTimeoutMS: SELECTION_MS_MAX,
      connectTimeoutMS: CONNECT_MS_MAX,
      heartbeatFrequencyMS: HEARTBEAT_MS,
    });
    const warned = new EventEmitter();
    const connection = new Connection(client, (message) => warned.emit('warning', message));
    const ask = () => client.db('docket').collection('notes').findOne();
    await ask();
    await hangNextLook(client);
    const [warning] = (await once(warned, 'warning')) as [string];
    expect(warning).toBe('the driver of MongoDB does not look at the server any more: it is connected anew');
    await once(client, 'serverHeartbeatSucceeded');
    expect(await ask()).toBeNull();
    await connection.close();
    await server.stop();
  }, 120_000);
});
