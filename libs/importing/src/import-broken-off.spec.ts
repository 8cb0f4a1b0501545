import { Desk, row } from './testing/desk.js';
import type { WorkingMemory } from './working-memory.js';

const CASES = 30;
/** No column of the mapping. */
const NOTE = 'x'.repeat(1_000);

/** So many rows that they are read in several pieces. */
const manyRows = (cases: number): readonly string[] => {
  const states = ['New', 'Active', 'Waiting', 'Active', 'Resolved', 'Closed'];
  return states.flatMap((state, hour) =>
    Array.from({ length: cases }, (_, index) =>
      row(`case-${index}`, `2024-05-20 1${hour}:00`, {
        state,
        who: `agent-${(index + hour) % 7}`,
        caller: `caller-${index % 13}`,
        by: 'ann',
        note: NOTE,
      }),
    ),
  );
};

describe('an import that is broken off', () => {
  test('by whoever started it, goes on where it was', async () => {
    const whole = await Desk.open();
    await whole.write(...manyRows(CASES)).import();
    const desk = await Desk.open();
    const stop = new AbortController();
    const first = await desk.write(...manyRows(CASES)).import({ signal: stop.signal, onProgress: () => stop.abort() });
    expect(first.complete).toBe(false);
    expect(first.counts.rows).toBeLessThan(6 * CASES);
    const second = await desk.import();
    expect(second).toMatchObject({ began: 'on', rowsBefore: first.counts.rows, complete: true });
    expect(first.counts.rows + second.counts.rows).toBe(6 * CASES);
    expect(first.counts.events + second.counts.events).toBe(
      Object.values(await whole.streams())
        .flat()
        .filter((event) => /^Ticket/.test((event as { type: string }).type)).length,
    );
    expect(await desk.streams()).toEqual(await whole.streams());
  });

  test.each([1, 2])('after its events were recorded and before that was remembered (%i), records none of them twice', async (nth) => {
    const whole = await Desk.open();
    await whole.write(...manyRows(CASES)).import();
    const desk = await Desk.open();
    let remembered = 0;
    const wrap = (memory: WorkingMemory): WorkingMemory =>
      Object.assign(Object.create(memory) as WorkingMemory, {
        remember: (changes: Parameters<WorkingMemory['remember']>[0]) => {
          remembered += 1;
          if (remembered === nth) throw new Error('the power went');
          memory.remember(changes);
        },
      });
    await expect(desk.write(...manyRows(CASES)).import({ wrap })).rejects.toThrow('the power went');
    expect(await desk.import()).toMatchObject({ complete: true, counts: { rejected: 0 } });
    expect(await desk.streams()).toEqual(await whole.streams());
  });

  test('because the store is away, goes on when it is back', async () => {
    const desk = await Desk.open();
    desk.write(...manyRows(CASES));
    const breakOff = () => {
      desk.store.unavailable = true;
    };
    await expect(desk.import({ onProgress: breakOff })).rejects.toThrow();
    desk.store.unavailable = false;
    expect(await desk.import()).toMatchObject({ began: 'on', complete: true });
    const whole = await Desk.open();
    await whole.write(...manyRows(CASES)).import();
    expect(await desk.streams()).toEqual(await whole.streams());
  });
});
