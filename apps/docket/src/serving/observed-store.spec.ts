import { InvalidEvent, OutcomeUnknown, StoreUnavailable, StreamGone, TooLarge, WrongExpectedRevision } from '@docket/event-store';
import { MemoryEventStore, newEvents } from '@docket/event-store/testing';
import { createMetrics, type Metrics } from '@docket/gateway';
import { observedAppend } from './observed-store.js';

describe('what Prometheus is told of appends', () => {
  const metrics = () => createMetrics(() => Promise.resolve({ ready: true, reasons: [], stores: {}, projections: [] }));
  const ends = async (told: Metrics): Promise<string[]> => {
    const counts = /^docket_append_duration_seconds_count\{outcome="(\w+)"\} (\d+)$/gm;
    return [...(await told.text()).matchAll(counts)].map(([, end, count]) => `${end} ${count}`);
  };

  test('tells those that were taken from those that came too late', async () => {
    const told = await metrics();
    const append = observedAppend(new MemoryEventStore(), told);
    await append('ticket-1', newEvents(1), 'none');
    await append('ticket-1', newEvents(1), 0);
    await expect(append('ticket-1', newEvents(1), 0)).rejects.toBeInstanceOf(WrongExpectedRevision);
    expect(await ends(told)).toEqual(['appended 2', 'conflict 1']);
  });

  test.each([
    [new TooLarge('the event', 2, 1), 'refused'],
    [new InvalidEvent('type', 'is empty'), 'refused'],
    [new StreamGone('ticket-1'), 'refused'],
    [new StoreUnavailable('away'), 'failed'],
    [new OutcomeUnknown('the connection broke'), 'failed'],
    [new Error('unforeseen'), 'failed'],
  ])('%s counts as %s', async (error, end) => {
    const told = await metrics();
    const append = observedAppend({ append: () => Promise.reject(error) }, told);
    await expect(append('ticket-1', newEvents(1), 'none')).rejects.toBe(error);
    expect(await ends(told)).toEqual([`${end} 1`]);
  });
});
