import { newEvent } from './contract/world.contract.js';
import { digestOf } from './digest.js';
import type { JsonObject, NewEvent, RecordedEvent } from './event.js';
import { eventType } from './event-type.js';
import { liftedEvents } from './lift-events.js';
import { MemoryEventStore } from './memory/memory-event-store.js';

/** A parcel once had its weight in pounds as `weight`, then in grams as `grams`, then a sender, too. */
const toGrams = ({ weight, ...rest }: JsonObject): JsonObject => ({ ...rest, grams: Math.round(Number(weight) * 453.6) });
const withSender = (data: JsonObject): JsonObject => ({ ...data, sender: null });
const parcelSent = eventType<{ grams: number; sender: string | null }>()(
  'ParcelSent',
  3,
  { grams: 'plain', sender: { personalOf: 'stream' } },
  [toGrams, withSender],
);

const written = (schemaVersion: number, data: JsonObject, type = 'ParcelSent'): NewEvent => {
  const event = newEvent();
  return { ...event, type, data, metadata: { ...event.metadata, schemaVersion } };
};
const LIFTED = [{ grams: 907, sender: null }, { grams: 5, sender: null }, { grams: 6, sender: 'Li' }, { tons: 1 }, { weight: 2 }];

describe('events of older versions', () => {
  const store = new MemoryEventStore();
  const reader = liftedEvents(store, [parcelSent, eventType<{ weight: number }>()('ParcelFound', 1, { weight: 'plain' })]);
  const dataOf = (events: readonly RecordedEvent[]) => events.map(({ data }) => data);

  beforeAll(async () => {
    const events = [
      written(1, { weight: 2 }),
      written(2, { grams: 5 }),
      written(3, { grams: 6, sender: 'Li' }),
      written(4, { tons: 1 }),
      written(1, { weight: 2 }, 'ParcelFound'),
    ];
    for (const [at, event] of events.entries()) await store.append('parcel-1', [event], at === 0 ? 'none' : at - 1);
  });

  test('are read in the present one, whichever way they are read; those of a newer program stay as they are', async () => {
    expect(dataOf(await reader.readStream('parcel-1'))).toEqual(LIFTED);
    expect(dataOf(await reader.readAll())).toEqual(LIFTED);
    const [first] = await reader.readAll({ maxCount: 1 });
    expect(first?.metadata.schemaVersion).toBe(3);
    expect((await reader.eventAt(first?.position ?? ''))?.data).toEqual(LIFTED[0]);
    const stop = new AbortController();
    for await (const delivery of reader.subscribe(undefined, stop.signal)) {
      if (delivery.kind === 'events') expect(dataOf(delivery.events)).toEqual(LIFTED);
      else stop.abort();
    }
  });

  test('keep the digest of what stands in the log', async () => {
    const lifted = await reader.readAll();
    const stored = await store.readAll();
    expect(lifted.map(({ digest }) => digest)).toEqual(stored.map((event) => digestOf(event)));
  });

  test('cost nothing where there are none', () => {
    expect(liftedEvents(store, [])).toBe(store);
  });

  test('can’t be forgotten: a type of a later version says how each step to it is made', () => {
    const declare = () => eventType<{ grams: number }>()('ParcelSent', 2, { grams: 'plain' });
    expect(declare).toThrow('ParcelSent is at version 2, so it needs 1 upcasters, and has 0');
  });
});
