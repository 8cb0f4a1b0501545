import { freshId } from './fresh-id.js';

test('a fresh id is a UUID v7 that nobody had before, greater than the one before it', () => {
  const ids = Array.from({ length: 10_000 }, freshId);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
