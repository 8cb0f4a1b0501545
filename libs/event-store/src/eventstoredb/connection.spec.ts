import { EventStoreDBClient } from '@eventstore/db-client';
import { StandIn } from '../../../../test/eventstoredb/stand-in/index.js';
import { Connection } from './connection.js';
import { TIMING } from './timing.js';

test('where no client can be made anew the old one goes on: what it reads is read', async () => {
  const server = await StandIn.start();
  const connect = (generation: number): EventStoreDBClient => {
    if (generation > 0) throw new Error('the certificate is not there any more');
    return EventStoreDBClient.connectionString(server.connectionString);
  };
  const warnings: string[] = [];
  const connection = new Connection(connect, TIMING, (message) => warnings.push(message));
  await connection.renew();
  expect(warnings).toEqual(['the connection to the event store could not be made anew: the certificate is not there any more']);
  expect(connection.lifetime.aborted).toBe(false);
  await expect(connection.check()).resolves.toBeUndefined();
  await connection.close();
  await server.stop();
});
