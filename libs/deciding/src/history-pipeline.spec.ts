import { MemoryEventStore } from '@docket/event-store/testing';
import type { Executor } from './execute.js';
import { HistoryPipeline } from './history-pipeline.js';
import type { HistoryRow, RowEnd } from './history-row.js';
import { derivedId } from './identities.js';
import { berthDecider } from './testing/harbour.js';
import { chronicled, closed, opened } from './testing/harbour-chronicle.js';
import { HarbourMaster } from './testing/harbour-master.js';

const berth = (n: number) => derivedId('018f8c7e-0000-7000-8000-0000000000be', `${n}`);

/** An executor whose recordings end when they are told to. */
class HeldExecutor implements Pick<Executor, 'recordHistory'> {
  readonly calls: { readonly id: string; readonly rows: readonly HistoryRow[]; end(error?: Error): void }[] = [];

  readonly recordHistory: Executor['recordHistory'] = (_, id, rows) =>
    new Promise((resolve, reject) => {
      const end = (error?: Error) => (error ? reject(error) : resolve({ ends: rows.map(() => 'recorded'), loaded: undefined }));
      this.calls.push({ id, rows, end });
    });
}

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('the pipeline of an import', () => {
  test('records what it is given, in the order of each subject, and tells the end of each row', async () => {
    const store = new MemoryEventStore();
    const ends = new Map<string, RowEnd>();
    const pipeline = new HistoryPipeline(new HarbourMaster(store).executor, { onEnd: ({ commandId }, end) => ends.set(commandId, end) });
    for (let nth = 0; nth < 30; nth += 1) {
      for (let n = 0; n < 20; n += 1) {
        await pipeline.put(berthDecider, berth(n), chronicled(`${n} ${nth}`, '01:00:00', nth === 0 ? opened : closed(`${nth}`)));
      }
    }
    await pipeline.put(berthDecider, berth(0), chronicled('late', '00:00:00', closed('x')));
    await pipeline.drain();
    expect(ends.size).toBe(601);
    expect([...ends.values()].filter((end) => end !== 'recorded')).toMatchObject([{ code: 'occurredAt.beforeBeginning' }]);
    for (let n = 0; n < 20; n += 1) {
      const reasons = (await store.readStream(`berth-${berth(n)}`)).slice(1).map(({ data }) => (data as { reason: string }).reason);
      expect(reasons).toEqual(Array.from({ length: 29 }, (_, nth) => `${nth + 1}`));
    }
  });

  test('has no more appends under way than it may, and one for each subject', async () => {
    const executor = new HeldExecutor();
    const pipeline = new HistoryPipeline(executor, { onEnd: () => {}, inFlightMax: 2 });
    for (const n of [1, 1, 2, 3, 1, 3]) await pipeline.put(berthDecider, berth(n), chronicled('x', '01:00:00', opened));
    expect(executor.calls.map(({ id, rows }) => [id, rows.length])).toEqual([
      [berth(1), 1],
      [berth(2), 1],
    ]);
    executor.calls[0]?.end();
    await settled();
    expect(executor.calls.slice(2).map(({ id, rows }) => [id, rows.length])).toEqual([[berth(3), 2]]);
    executor.calls[2]?.end();
    await settled();
    expect(executor.calls.slice(3).map(({ id, rows }) => [id, rows.length])).toEqual([[berth(1), 2]]);
    for (const { end } of executor.calls) end();
    await pipeline.drain();
    expect(executor.calls).toHaveLength(4);
  });

  test('makes whoever feeds it wait while too many rows do', async () => {
    const executor = new HeldExecutor();
    const pipeline = new HistoryPipeline(executor, { onEnd: () => {}, inFlightMax: 1, waitingMax: 2 });
    await pipeline.put(berthDecider, berth(1), chronicled('a', '01:00:00', opened));
    let isIn = false;
    const second = pipeline.put(berthDecider, berth(2), chronicled('b', '01:00:00', opened)).then(() => (isIn = true));
    await settled();
    expect(isIn).toBe(false);
    executor.calls[0]?.end();
    await second;
    executor.calls[1]?.end();
    await pipeline.drain();
  });

  test('ends with the first failure, when all that is under way has ended', async () => {
    const executor = new HeldExecutor();
    const ended: string[] = [];
    const pipeline = new HistoryPipeline(executor, { onEnd: ({ commandId }) => ended.push(commandId), inFlightMax: 2 });
    for (const n of [1, 2, 3]) await pipeline.put(berthDecider, berth(n), chronicled(`${n}`, '01:00:00', opened));
    executor.calls[0]?.end(new Error('the disk is full'));
    let isOver = false;
    const drained = pipeline.drain().finally(() => (isOver = true));
    await settled();
    expect(isOver).toBe(false);
    executor.calls[1]?.end();
    await expect(drained).rejects.toThrow('the disk is full');
    expect(ended).toHaveLength(1);
    expect(executor.calls).toHaveLength(2);
    await expect(pipeline.put(berthDecider, berth(4), chronicled('4', '01:00:00', opened))).rejects.toThrow('the disk is full');
  });

  test('with nothing in it is drained', async () => {
    await expect(new HistoryPipeline(new HeldExecutor(), { onEnd: () => {} }).drain()).resolves.toBeUndefined();
  });
});
