import { countText, countedQueue } from './counted-queue.js';
import type { Queue } from '../domain/queue.js';

describe('the number of tickets in a queue', () => {
  test.each([
    [{ count: 0, is: 'exact' }, '0'],
    [{ count: 1_000, is: 'exact' }, '1000'],
    [{ count: 1_000, is: 'more' }, '1000+'],
    [{ count: 250, is: 'atLeast' }, '≥250'],
  ] as const)('%j reads %s', (count, expected) => {
    expect(countText(count)).toBe(expected);
  });

  test('stands beside what the queue’s document says', () => {
    const document = { id: 'q', position: '1', terms: [], body: {} as Queue, json: '{"name":"Mine"}' };
    expect(JSON.parse(countedQueue(document, { count: 1_000, is: 'more' }).text)).toEqual({
      name: 'Mine',
      count: 1_000,
      countIs: 'more',
      countText: '1000+',
    });
  });
});
