import { ANY_REPEAT_EVENTS } from '../limits.js';
import { RecentIds } from './recent-ids.js';

const nothing = () => ({ ids: [], firstRevision: 0 });

test('ids are loaded once a stream, and kept up with what is written', () => {
  const recent = new RecentIds();
  recent.add('a', 'unseen', 0);
  let loads = 0;
  const load = () => {
    loads++;
    return { ids: ['x', 'y'], firstRevision: 5 };
  };
  expect([...recent.of('a', load)]).toEqual([
    ['x', 5],
    ['y', 6],
  ]);
  recent.add('a', 'z', 7);
  recent.add('a', 'x', 8);
  expect([...recent.of('a', load)]).toEqual([
    ['y', 6],
    ['z', 7],
    ['x', 8],
  ]);
  expect(loads).toBe(1);
});

test('it holds the last ids, and not without end', () => {
  const recent = new RecentIds();
  recent.of('a', nothing);
  for (let i = 0; i < 10 * ANY_REPEAT_EVENTS; i++) recent.add('a', `id${i}`, i);
  const ids = recent.of('a', nothing);
  expect(ids.size).toBeLessThan(2 * ANY_REPEAT_EVENTS);
  for (let i = 9 * ANY_REPEAT_EVENTS; i < 10 * ANY_REPEAT_EVENTS; i++) expect(ids.get(`id${i}`)).toBe(i);
});
