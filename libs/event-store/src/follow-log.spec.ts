import { getEventListeners } from 'node:events';
import { Bell } from './bell.js';
import { metadata } from './contract/world.contract.js';
import type { RecordedEvent } from './event.js';
import { followLog, type FollowedLog } from './follow-log.js';
import { READ_PAGE_EVENTS_MAX } from './limits.js';
import { ordinalOf, positionOf } from './numbered-position.js';

const event = (ordinal: number): RecordedEvent => ({
  id: '',
  type: 'Noted',
  data: {},
  metadata,
  stream: 'a',
  revision: ordinal - 1,
  position: positionOf(ordinal),
  digest: '',
});

/** A log of so many events, which grows when told to, and counts how often it is read. */
class GrowingLog implements FollowedLog {
  reads = 0;
  closed = 0;
  bell: Bell | undefined;

  constructor(public size: number) {}

  async page(after: string | undefined): Promise<readonly RecordedEvent[]> {
    this.reads++;
    const from = ordinalOf(after);
    return Array.from({ length: Math.min(READ_PAGE_EVENTS_MAX, this.size - from) }, (_, index) => event(from + index + 1));
  }

  watch(): Bell {
    return (this.bell = new Bell(() => this.closed++));
  }

  grow(by: number): void {
    this.size += by;
    this.bell?.ring();
  }
}

const kinds = async (deliveries: AsyncIterator<{ readonly kind: string }, unknown>, count: number): Promise<string[]> => {
  const seen: string[] = [];
  while (seen.length < count) {
    const { done, value } = await deliveries.next();
    if (done) break;
    seen.push((value as { kind: string }).kind);
  }
  return seen;
};

describe('following a log', () => {
  test('reads a page when it is asked for one, and none ahead', async () => {
    const log = new GrowingLog(10 * READ_PAGE_EVENTS_MAX);
    const deliveries = followLog(log, undefined, new AbortController().signal);
    expect(log.reads).toBe(0);
    for (let i = 1; i <= 5; i++) {
      await deliveries.next();
      log.grow(1);
      expect(log.reads).toBe(i);
    }
    await deliveries.return();
    expect(log.closed).toBe(1);
  });

  test('is caught up once, not again for each event that comes live, but again when it had fallen behind', async () => {
    const log = new GrowingLog(READ_PAGE_EVENTS_MAX + 1);
    const deliveries = followLog(log, undefined, new AbortController().signal);
    expect(await kinds(deliveries, 3)).toEqual(['events', 'events', 'caughtUp']);
    for (let i = 0; i < 3; i++) {
      const next = kinds(deliveries, 1);
      log.grow(1);
      expect(await next).toEqual(['events']);
    }
    log.grow(READ_PAGE_EVENTS_MAX);
    expect(await kinds(deliveries, 2)).toEqual(['events', 'caughtUp']);
    await deliveries.return();
  });

  test('misses nothing that comes between the reading of nothing and the waiting', async () => {
    const log = new GrowingLog(0);
    const page = log.page.bind(log);
    let grown = false;
    log.page = async (after) => {
      const events = await page(after);
      if (log.reads === 2 && !grown) {
        grown = true;
        log.grow(1);
      }
      return events;
    };
    const deliveries = followLog(log, undefined, new AbortController().signal);
    expect(await kinds(deliveries, 2)).toEqual(['caughtUp', 'events']);
    await deliveries.return();
  });

  test('a log that fails ends it with the failure, and nothing is left listening', async () => {
    const log = new GrowingLog(1);
    log.page = () => Promise.reject(new Error('gone'));
    const deliveries = followLog(log, undefined, new AbortController().signal);
    await expect(deliveries.next()).rejects.toThrow('gone');
    expect(log.closed).toBe(1);
  });

  test('waiting leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const log = new GrowingLog(0);
    const deliveries = followLog(log, undefined, signal);
    await deliveries.next();
    for (let i = 0; i < 20; i++) {
      const next = deliveries.next();
      log.grow(1);
      await next;
    }
    await deliveries.return();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
