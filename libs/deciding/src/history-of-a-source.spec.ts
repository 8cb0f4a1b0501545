import { eventType, type StreamEvent } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import type { Decider } from './decider.js';
import { createExecutor } from './execute.js';
import type { HistoryRow } from './history-row.js';
import { createIdentities, derivedId } from './identities.js';

type BuoyEvent = StreamEvent<'BuoyLaid'> | StreamEvent<'BuoyMoved', { readonly to: string }>;

const buoys: Decider<{ readonly at: string }, BuoyEvent> = {
  category: 'buoy',
  version: 1,
  beginsWith: ['BuoyLaid'],
  evolve: (_buoy, event) => ({ at: event.type === 'BuoyMoved' ? event.data.to : 'harbour' }),
  commands: {},
};

const LOG = '018f9c7e-0000-7000-8000-000000000001';
const BUOY = '018f9c7e-0000-7000-8000-000000000002';
const now = '2024-05-20T12:00:00.000Z';

const harbour = () => {
  const store = new MemoryEventStore();
  const executor = createExecutor({
    store,
    clock: () => Date.parse(now),
    identities: createIdentities('a secret of sixteen bytes', LOG),
    eventTypes: [eventType<object>()('BuoyLaid', 1, {}), eventType<{ to: string }>()('BuoyMoved', 1, { to: 'plain' })],
    timeZone: 'UTC',
  });
  return { store, executor };
};

const row = (name: string, minute: string, to?: string, more: Partial<HistoryRow> = {}): HistoryRow => ({
  commandId: derivedId(LOG, name),
  occurredAt: `2024-05-20T10:${minute}:00.000Z`,
  actor: { kind: 'import', id: 'old-chart' },
  facts: [to === undefined ? { type: 'BuoyLaid', data: {} } : { type: 'BuoyMoved', data: { to } }],
  ...more,
});

describe('the history of a source', () => {
  test('takes no row that is older than what it has told already: the last word stays the last', async () => {
    const { executor } = harbour();
    await executor.recordHistory(buoys, BUOY, [row('a', '00'), row('c', '20', 'north')]);
    const { ends, loaded } = await executor.recordHistory(buoys, BUOY, [row('a', '00'), row('b', '10', 'south'), row('c', '20', 'north')]);
    expect(ends).toMatchObject(['present', { refused: true, code: 'occurredAt.beforeRecorded' }, 'present']);
    expect(loaded?.state).toEqual({ at: 'north' });
  });

  test('takes a row of the same moment, and one of another source', async () => {
    const { executor } = harbour();
    await executor.recordHistory(buoys, BUOY, [row('a', '00'), row('c', '20', 'north')]);
    const other = row('d', '10', 'east', { actor: { kind: 'import', id: 'new-chart' } });
    const { ends } = await executor.recordHistory(buoys, BUOY, [row('b', '20', 'south'), other]);
    expect(ends).toMatchObject(['recorded', { refused: true, code: 'occurredAt.beforePrevious' }]);
    expect((await executor.recordHistory(buoys, BUOY, [other])).ends).toEqual(['recorded']);
  });

  test('takes a row for recorded only when it is the same row', async () => {
    const { executor, store } = harbour();
    await executor.recordHistory(buoys, BUOY, [row('a', '00', undefined, { commandHash: 'one' })]);
    const end = async (more: Partial<HistoryRow>) => (await executor.recordHistory(buoys, BUOY, [row('a', '00', undefined, more)])).ends[0];
    expect(await end({ commandHash: 'one' })).toBe('present');
    expect(await end({})).toBe('present');
    expect(await end({ commandHash: 'two' })).toMatchObject({ refused: true, code: 'history.differs' });
    expect((await store.readStream(`buoy-${BUOY}`)).map(({ metadata }) => metadata.commandHash)).toEqual(['one']);
  });
});

test('numbers are taken in their order', async () => {
  const { executor } = harbour();
  const series = { stream: 'buoyNumber-2024', format: (serial: number) => `2024/${serial}` };
  const take = (name: string) =>
    executor.takeNumber(series, { actor: { kind: 'import', id: 'x' }, via: 'import', commandId: derivedId(LOG, name) });
  expect(await Promise.all([take('a'), take('b')])).toEqual(['2024/1', '2024/2']);
  expect(await take('c')).toBe('2024/3');
});
