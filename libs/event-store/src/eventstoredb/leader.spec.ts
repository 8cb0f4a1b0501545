import { StandIn } from '../../../../test/eventstoredb/stand-in/index.js';
import { newEvents, Subscriber } from '../contract/world.contract.js';
import { EventStoreDb } from './event-store-db.js';

test('a node that does not lead is not read, but the one that does: what is written may not have come to it yet', async () => {
  const [leader, follower] = [await StandIn.start(), await StandIn.start()];
  follower.faults.follow(leader.port);
  const open = ({ connectionString: url }: StandIn) => EventStoreDb.open({ url, prefix: 'docket.', warn: () => undefined });
  const [written, read] = [await open(leader), await open(follower)];
  const { position } = await written.append('a', newEvents(2), 'none');
  expect(await read.readStream('a')).toHaveLength(2);
  expect(await read.head()).toBe(position);
  const subscriber = await new Subscriber(read).until(({ caughtUp }) => caughtUp);
  expect(subscriber.events).toHaveLength(2);
  await subscriber.stop();
  for (const each of [written, read]) await each.close();
  for (const each of [leader, follower]) await each.stop();
});
