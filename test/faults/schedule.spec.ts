import { KINDS, ROUND_MS, scheduleOf } from './schedule.js';

test('a seed always makes the same faults, and another seed makes others', () => {
  expect(scheduleOf({ seed: 7, seconds: 60 })).toEqual(scheduleOf({ seed: 7, seconds: 60 }));
  expect(scheduleOf({ seed: 7, seconds: 60 })).not.toEqual(scheduleOf({ seed: 8, seconds: 60 }));
});

test('the seconds are cut into rounds, the last one shorter', () => {
  const rounds = scheduleOf({ seed: 1, seconds: 24 });
  expect(rounds).toHaveLength(3);
  for (const { atMs } of rounds.flat()) expect(atMs).toBeLessThan(ROUND_MS);
  for (const { atMs } of rounds[2] ?? []) expect(atMs).toBeLessThan(4_000);
});

test('each kind comes before any comes again, and only those that are asked for', () => {
  const faults = scheduleOf({ seed: 3, seconds: 60 }).flat();
  expect(new Set(faults.slice(0, KINDS.length).map(({ kind }) => kind))).toEqual(new Set(KINDS));
  expect(new Set(scheduleOf({ seed: 3, seconds: 60, kinds: ['cut', 'kill'] }).flatMap((round) => round.map(({ kind }) => kind)))).toEqual(
    new Set(['cut', 'kill']),
  );
});
