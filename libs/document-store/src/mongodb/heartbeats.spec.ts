import { EventEmitter, once } from 'node:events';
import type { MongoClient } from 'mongodb';
import { Heartbeats } from './heartbeats.js';

const MS_MAX = 20;

/** Emits what the driver emits about two servers. */
class Driver extends EventEmitter {
  began(connectionId: string): void {
    this.emit('serverHeartbeatStarted', { connectionId });
  }
  ended(connectionId: string, how: 'Succeeded' | 'Failed'): void {
    this.emit(`serverHeartbeat${how}`, { connectionId });
  }
}

const watched = (): { driver: Driver; hanging: EventEmitter; count: () => number } => {
  const driver = new Driver();
  const hanging = new EventEmitter();
  let count = 0;
  new Heartbeats(driver as unknown as MongoClient, MS_MAX, () => {
    count++;
    hanging.emit('hangs');
  });
  return { driver, hanging, count: () => count };
};

test('a look that does not come to its end is told, whatever becomes of the looks at other servers', async () => {
  const { driver, hanging, count } = watched();
  driver.began('a');
  driver.began('b');
  driver.ended('b', 'Succeeded');
  await once(hanging, 'hangs');
  expect(count()).toBe(1);
});

test('looks that end, well or not, and those at a server that is given up are not', async () => {
  const { driver, hanging, count } = watched();
  driver.began('a');
  driver.ended('a', 'Failed');
  driver.began('b');
  driver.ended('b', 'Succeeded');
  driver.began('c');
  driver.emit('serverClosed', { address: 'c' });
  // One that hangs, begun after them: its time is over after theirs would have been.
  driver.began('d');
  await once(hanging, 'hangs');
  expect(count()).toBe(1);
});
