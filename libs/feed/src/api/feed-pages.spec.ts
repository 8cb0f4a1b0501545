import type { JsonObject, NewEvent } from '@docket/event-store';
import { APPEND_EVENTS_MAX, type ReadAllOptions } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import { freshId } from '@docket/deciding';
import { FEED_EXAMINED_MAX, FEED_PAGE_UNITS_MAX } from '../limits.js';
import { eventText } from './event-text.js';
import { feedPage } from './feed-pages.js';

const at = '2024-05-20T08:00:00.000Z';

const event = (type: string, data: JsonObject = {}): NewEvent => {
  const actor = { kind: 'system', id: 'test' } as const;
  return {
    id: freshId(),
    type,
    data,
    metadata: { schemaVersion: 1, recordedAt: at, occurredAt: at, actor, via: 'test', commandId: freshId() },
  };
};

/** A log of so many events that nobody asks for, and then one that somebody does. */
const logOf = async (others: number): Promise<MemoryEventStore> => {
  const store = new MemoryEventStore();
  for (let made = 0; made < others; made += APPEND_EVENTS_MAX)
    await store.append(
      'others',
      Array.from({ length: Math.min(APPEND_EVENTS_MAX, others - made) }, () => event('Other')),
      'any',
    );
  await store.append('wanted', [event('Wanted')], 'none');
  return store;
};

const wanted = (store: MemoryEventStore, after?: string) => feedPage(store, after, ({ type }) => type === 'Wanted', 10);

test('a page of the feed looks at as many events as it may, and says where to go on', async () => {
  const store = await logOf(FEED_EXAMINED_MAX);
  const page = await wanted(store);
  expect(page).toMatchObject({ items: [], isLast: false });
  expect(await store.eventsAfter(page.position)).toBe(1);
  expect(await wanted(store, page.position)).toMatchObject({ items: [expect.stringContaining('"Wanted"')], isLast: true });
  // From the second event on, it is the last that is looked at.
  const [first] = await store.readAll({ maxCount: 1 });
  expect((await wanted(store, first?.position)).items).toHaveLength(1);
});

describe('a page of long events', () => {
  const LONG = 16;
  /** A log of LONG events that fill a page, the first of them a little longer, and of one more. */
  const logOfLong = async (longer: number): Promise<MemoryEventStore> => {
    const store = new MemoryEventStore();
    const append = (at: number, characters: number) =>
      store.append(String.fromCharCode(97 + at), [event('Long', { x: 'x'.repeat(characters) })], 'none');
    const measured = new MemoryEventStore();
    await measured.append('a', [event('Long', { x: '' })], 'none');
    const [bare] = (await measured.readAll()).map(eventText);
    const filling = FEED_PAGE_UNITS_MAX / LONG - (bare?.length ?? 0);
    for (let at = 0; at < LONG; at += 1) await append(at, at === 0 ? filling + longer : filling);
    await append(LONG, 0);
    return store;
  };
  const pageOf = (store: MemoryEventStore, after?: string) => feedPage(store, after, () => true, 2 * LONG);

  test('has as many as may be sent at once', async () => {
    const store = await logOfLong(0);
    const page = await pageOf(store);
    expect(page.items.reduce((sum, { length }) => sum + length, 0)).toBe(FEED_PAGE_UNITS_MAX);
    expect(page).toMatchObject({ items: { length: LONG }, isLast: false });
    expect(await pageOf(store, page.position)).toMatchObject({ items: { length: 1 }, isLast: true });
  });

  test('ends before it has more, and the next one goes on there', async () => {
    const store = await logOfLong(1);
    const page = await pageOf(store);
    expect(page).toMatchObject({ items: { length: LONG - 1 }, isLast: false });
    expect(await pageOf(store, page.position)).toMatchObject({ items: { length: 2 }, isLast: true });
  });

  test('reads little more than it has: what is read is held in memory, too', async () => {
    const store = await logOfLong(0);
    let read = 0;
    const reader = Object.assign(Object.create(store) as MemoryEventStore, {
      readAll: async (options: ReadAllOptions) => {
        const events = await store.readAll(options);
        read += events.length;
        return events;
      },
    });
    expect((await feedPage(reader, undefined, () => true, 1)).items).toHaveLength(1);
    expect(read).toBeLessThan(LONG);
  });
});
