import { eventStoreContract } from '../contract/event-store.contract.js';
import { newEvent, newEvents, Subscriber } from '../contract/world.contract.js';
import { OutcomeUnknown, StoreUnavailable } from '../failures.js';
import { MemoryEventStore } from './memory-event-store.js';

eventStoreContract('The reference model', async () => {
  let store: MemoryEventStore | undefined;
  return {
    open: async () => (store = new MemoryEventStore(store)),
    loseNextAcknowledgement: async () => store?.loseNextAcknowledgement(),
    disconnect: async () => {
      if (!store) return;
      store.unavailable = true;
      store.unavailable = false;
    },
    end: async () => undefined,
  };
});

describe('the faults of the reference model', () => {
  test('a lost acknowledgement is one of an append that was written', async () => {
    const store = new MemoryEventStore();
    store.loseNextAcknowledgement(2);
    await expect(store.append('a', newEvents(1), 'none')).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(store.append('b', newEvents(1), 'none')).rejects.toBeInstanceOf(OutcomeUnknown);
    await store.append('c', newEvents(1), 'none');
    expect(await store.readAll()).toHaveLength(3);
  });

  test('while it is unavailable everything fails but subscriptions, which wait', async () => {
    const store = new MemoryEventStore();
    const subscriber = await new Subscriber(store).until(({ caughtUp }) => caughtUp);
    store.unavailable = true;
    await expect(store.append('a', [newEvent()], 'none')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    store.unavailable = false;
    await store.append('a', [newEvent()], 'none');
    await subscriber.until(({ events }) => events.length === 1);
    await subscriber.stop();
  });

  test('appends that are held are not written until they are released', async () => {
    const store = new MemoryEventStore();
    const release = store.holdAppends();
    const held = store.append('a', [newEvent()], 'none');
    expect(await store.head()).toBeUndefined();
    release();
    await held;
    expect(await store.head()).toBeDefined();
  });
});
