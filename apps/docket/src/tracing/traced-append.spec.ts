import { StoreUnavailable } from '@docket/event-store';
import { MemoryEventStore, newEvents } from '@docket/event-store/testing';
import type { Span } from '@docket/gateway';
import { tracedAppend } from './traced-append.js';

const traced = () => newEvents(1).map((event) => ({ ...event, metadata: { ...event.metadata, traceparent: 'the command' } }));

describe('what a trace is told of appends', () => {
  const ends: Parameters<Span['end']>[] = [];
  const begin = (): Span => ({ traceparent: '', end: (...end) => void ends.push(end) });
  beforeEach(() => void ends.splice(0));

  test('tells those that were taken from those that came too late, which are no failure', async () => {
    const store = new MemoryEventStore();
    const append = tracedAppend((...asked) => store.append(...asked), { begin });
    await append('ticket-1', traced(), 'none');
    await expect(append('ticket-1', traced(), 'none')).rejects.toThrow('ticket-1');
    expect(ends).toEqual([[{ 'docket.outcome': 'appended' }], [{ 'docket.outcome': 'conflict' }]]);
  });

  test('names what failed', async () => {
    const append = tracedAppend(() => Promise.reject(new StoreUnavailable('away')), { begin });
    await expect(append('ticket-1', traced(), 'none')).rejects.toThrow('away');
    expect(ends).toEqual([[{ 'docket.outcome': 'failed', 'error.type': 'StoreUnavailable' }, 'failed']]);
  });

  test('is nothing where the command has no trace', async () => {
    const store = new MemoryEventStore();
    await tracedAppend((...asked) => store.append(...asked), { begin })('ticket-1', newEvents(1), 'none');
    expect(ends).toEqual([]);
  });
});
