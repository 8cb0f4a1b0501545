import { RecentlyUsed } from './recently-used.js';

test('the entries used last stay, those of long ago go, and it never holds twice its size', () => {
  const map = new RecentlyUsed<number>(4);
  for (let i = 0; i < 100; i++) {
    map.set(`k${i}`, i);
    expect(map.get('k0')).toBe(0);
    if (i > 0) expect(map.get(`k${i - 1}`)).toBe(i - 1);
  }
  expect(Array.from({ length: 100 }, (_, i) => map.get(`k${i}`)).filter((value) => value !== undefined).length).toBeLessThan(8);
});

test('nothing is there when it was cleared', () => {
  const map = new RecentlyUsed<number>(1);
  map.set('a', 1);
  map.set('b', 2);
  map.clear();
  expect([map.get('a'), map.get('b')]).toEqual([undefined, undefined]);
});
