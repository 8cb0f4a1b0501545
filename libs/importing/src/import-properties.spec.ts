import fc from 'fast-check';
import { Desk, row } from './testing/desk.js';

/** Rows of a few cases in any order, whose times go on, stand still or go back, some of them wrong. */
const anyRow = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  hour: fc.integer({ min: 0, max: 2 }),
  state: fc.constantFrom('New', 'Active', 'Waiting', 'Resolved', 'Closed', 'Lost'),
  prio: fc.constantFrom('1', '2', '?'),
  who: fc.constantFrom('ann', 'bob', '?'),
  sla: fc.constantFrom('true', 'false', '?'),
});
const anyLog = fc.array(anyRow, { minLength: 1, maxLength: 25 });

const linesOf = (rows: readonly { id: string; hour: number; state: string; prio: string; who: string; sla: string }[]): readonly string[] =>
  rows.map(({ id, hour, ...fields }, place) =>
    row(id, `2024-05-20 ${String(Math.max(0, Math.floor(place / 2) + hour - 1)).padStart(2, '0')}:00`, fields),
  );

describe('any log', () => {
  test('comes to the same in one import as in many of it as it grew, with working files that get lost', async () => {
    const growth = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), lost: fc.boolean() }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyLog, growth, async (rows, steps) => {
        const lines = linesOf(rows);
        const whole = await Desk.open();
        await whole.write(...lines).import();
        const grown = await Desk.open();
        for (const { share, lost } of [...steps].sort((one, other) => one.share - other.share)) {
          if (lost) grown.loseWorkingFile();
          await grown.write(...lines.slice(0, Math.floor(share * lines.length))).import();
        }
        await grown.write(...lines).import();
        expect(await grown.streams()).toEqual(await whole.streams());
        expect((await grown.import()).counts.events).toBe(0);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('ends each ticket as its last row that was taken says', async () => {
    const statuses: Record<string, string> = { New: 'new', Active: 'open', Waiting: 'pending', Resolved: 'resolved', Closed: 'closed' };
    await fc.assert(
      fc.asyncProperty(anyLog, async (rows) => {
        const desk = await Desk.open();
        const { counts } = await desk.write(...linesOf(rows)).import();
        const rejected = new Set(desk.rejected.map(({ line }) => line));
        expect(rejected.size).toBe(counts.rejected);
        const ends = new Map(rows.filter((_, place) => !rejected.has(place + 2)).map(({ id, state }) => [id, state]));
        expect(ends.size).toBe(counts.tickets);
        for (const [id, state] of ends) expect((await desk.ticket(id)).status).toBe(statuses[state]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
