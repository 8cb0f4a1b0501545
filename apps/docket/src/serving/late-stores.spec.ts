import { DocumentsUnavailable } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { StoreUnavailable } from '@docket/event-store';
import { MemoryEventStore, newEvents } from '@docket/event-store/testing';
import { LateDocumentReader } from './late-document-reader.js';
import { LateEventStore } from './late-event-store.js';

/** A server that is away until a test says that it is there. */
const server = <Store>(store: Store, away: Error) => {
  const state = { there: false, attempts: 0 };
  const open = async (): Promise<Store> => {
    state.attempts++;
    await new Promise(setImmediate);
    if (!state.there) throw away;
    return store;
  };
  return { state, open };
};

describe('an event store whose server is away at the start', () => {
  const given = () => {
    const { state, open } = server(new MemoryEventStore(), new StoreUnavailable('no connection'));
    return { state, events: new LateEventStore(open) };
  };

  test('says so at every call, and is there as soon as the server is', async () => {
    const { state, events } = given();
    await expect(events.append('a', newEvents(1), 'none')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(events.head()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(events.subscribe(undefined, new AbortController().signal).next()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(() => events.isPosition('1')).toThrow(StoreUnavailable);
    state.there = true;
    const { position } = await events.append('a', newEvents(1), 'none');
    expect(events.isPosition(position)).toBe(true);
    expect(await events.eventsAfter(undefined)).toBe(1);
    const delivered = await events.subscribe(undefined, new AbortController().signal).next();
    expect(delivered.value).toMatchObject({ kind: 'events' });
  });

  test('is opened once, however many ask at once', async () => {
    const { state, events } = given();
    state.there = true;
    await Promise.all([events.head(), events.readAll(), events.readStream('a')]);
    await events.head();
    expect(state.attempts).toBe(1);
  });

  test('that is closed while it is being opened is closed when it has been', async () => {
    const store = new MemoryEventStore();
    const { state, open } = server(store, new StoreUnavailable('no connection'));
    state.there = true;
    const events = new LateEventStore(open);
    const asked = events.head().catch((error: unknown) => error);
    await events.close();
    await asked;
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe('a document store whose server is away at the start', () => {
  test('says so at every call, and tells whoever watches when it is there', async () => {
    const { state, open } = server(new MemoryDocumentStore(), new DocumentsUnavailable('no connection'));
    const documents = new LateDocumentReader(open);
    let told = 0;
    const unwatch = documents.watch(() => told++);
    await expect(documents.readProjection('tickets')).rejects.toBeInstanceOf(DocumentsUnavailable);
    expect(told).toBe(0);
    state.there = true;
    expect(await documents.readProjection('tickets')).toBeUndefined();
    expect(told).toBe(1);
    unwatch();
  });
});
