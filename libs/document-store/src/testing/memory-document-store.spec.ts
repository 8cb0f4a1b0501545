import { MemoryDocumentStore, type StepPlace } from './memory-document-store.js';

const put = (id: string, position: string) => ({ id, position, terms: [], orders: {}, body: { id } });

describe('the store in memory', () => {
  it('takes a step before each document that it reads or writes, and before the checkpoint', async () => {
    const steps: StepPlace[] = [];
    const store = new MemoryDocumentStore({ step: (place) => void steps.push(place) });
    await store.define('c@1', { name: 'c', orders: [] });
    await store.compareAndSetProjection(0, {
      projection: 'p',
      revision: 1,
      builds: { b: { id: 'b', version: '1', logId: 'l', collections: ['tickets'], startedAt: '2024-05-20T00:00:00.000Z' } },
    });
    await store.commit({
      writes: [{ collection: 'c@1', puts: [put('a', '1'), put('b', '1')], removals: [{ id: 'c', position: '1' }] }],
      checkpoint: {
        projection: 'p',
        build: 'b',
        checkpoint: { position: '1', eventId: 'e', logId: 'l', recordedAt: '2024-05-20T00:00:00.000Z' },
      },
    });
    await store.getGuarded('c@1', ['a', 'b']);
    expect(steps).toEqual(['write', 'write', 'write', 'checkpoint', 'read', 'read']);
  });

  it('keeps what was written before a step that throws', async () => {
    let left = 1;
    const store = new MemoryDocumentStore({
      step: () => {
        if (left-- === 0) throw new Error('crash');
      },
    });
    await store.define('c@1', { name: 'c', orders: [] });
    await expect(store.commit({ writes: [{ collection: 'c@1', puts: [put('a', '1'), put('b', '1')], removals: [] }] })).rejects.toThrow(
      'crash',
    );
    expect(await store.get('c@1', 'a')).toBeDefined();
    expect(await store.get('c@1', 'b')).toBeUndefined();
  });
});
