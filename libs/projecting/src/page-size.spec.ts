import { READ_PAGE_EVENTS_MAX } from '@docket/event-store';
import type { RecordedEvent } from '@docket/event-store';
import { FOLLOWER_PAGE_BYTES, FOLLOWER_PAGE_EVENTS_FIRST, FOLLOWER_PAGE_GROWTH } from './limits.js';
import { PageSize } from './page-size.js';

const page = (events: number, length: number): RecordedEvent[] =>
  Array.from({ length: events }, () => ({ data: { text: 'x'.repeat(length) } }) as unknown as RecordedEvent);

describe('the page of one reader among many', () => {
  test('begins small, and grows to the largest while its events are small, by no more than a factor at a time', () => {
    const size = new PageSize();
    expect(size.events).toBe(FOLLOWER_PAGE_EVENTS_FIRST);
    size.saw(page(size.events, 10));
    expect(size.events).toBe(FOLLOWER_PAGE_EVENTS_FIRST * FOLLOWER_PAGE_GROWTH);
    for (let read = 0; read < 10; read++) size.saw(page(size.events, 10));
    expect(size.events).toBe(READ_PAGE_EVENTS_MAX);
  });

  test('holds about as many bytes as it may, and always one event', () => {
    const size = new PageSize();
    size.saw(page(size.events, FOLLOWER_PAGE_BYTES / 4));
    expect(size.events).toBe(3);
    size.saw(page(size.events, FOLLOWER_PAGE_BYTES * 2));
    expect(size.events).toBe(1);
    size.saw([]);
    expect(size.events).toBe(1);
  });
});
