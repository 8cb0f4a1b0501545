import type { NewEvent } from '@docket/event-store';
import { APPEND_EVENTS_MAX } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import { freshId } from '@docket/deciding';
import { FEED_EXAMINED_MAX } from '../limits.js';
import { feedPage } from './feed-pages.js';

const at = '2024-05-20T08:00:00.000Z';

const event = (type: string): NewEvent => {
  const actor = { kind: 'system', id: 'test' } as const;
  return {
    id: freshId(),
    type,
    data: {},
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
  expect(page).toMatchObject({ events: [], isLast: false });
  expect(await store.eventsAfter(page.position)).toBe(1);
  expect(await wanted(store, page.position)).toMatchObject({ events: [{ type: 'Wanted' }], isLast: true });
  // From the second event on, it is the last that is looked at.
  const [first] = await store.readAll({ maxCount: 1 });
  expect((await wanted(store, first?.position)).events).toHaveLength(1);
});
